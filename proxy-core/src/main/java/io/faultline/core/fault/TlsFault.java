package io.faultline.core.fault;

import static io.faultline.core.fault.Retry.ALWAYS;

/** What can break on L6: TLS handshakes, names and certificates, towards either side. */
public enum TlsFault implements FaultCode {
    HANDSHAKE_TIMEOUT(
            FaultSpec.of(
                            "L6.HANDSHAKE_TIMEOUT",
                            "TCP connected, then the TLS handshake stalled without an alert: suspect"
                                    + " an MTU black hole or a port that does not speak TLS.")
                    .answered(504, "tls_protocol_error")
                    .retried(ALWAYS)
                    .look(
                            "openssl s_client -connect ADDRESS:PORT -servername NAME -msg  # the last message seen",
                            "ping -M do -s 1472 -c 3 ADDRESS  # large packets lost: MTU black hole",
                            "nc -v ADDRESS PORT  # a plain-text greeting: not a TLS port")),
    ALERT_RECEIVED(
            FaultSpec.of(
                            "L6.ALERT_RECEIVED",
                            "The peer ended TLS with an alert; its number and name stand in the"
                                    + " evidence.")
                    .answered(502, "tls_alert_received")
                    .retried(ALWAYS)
                    .look(
                            "openssl s_client -connect ADDRESS:PORT -servername NAME -alpn h2,http/1.1"
                                    + "  # the same alert by hand",
                            "journalctl -u SERVICE --since -5min  # on the peer: why it refused")),
    CERT_EXPIRED(
            certificate(
                    "L6.CERT_EXPIRED",
                    "The certificate's validity has ended; the evidence has its subject and dates.",
                    "x509 -noout -subject -dates  # notAfter",
                    "timedatectl  # is our own clock right")),
    CERT_NOT_YET_VALID(
            certificate(
                    "L6.CERT_NOT_YET_VALID",
                    "The certificate's validity has not begun: issued too early, or a clock is wrong.",
                    "x509 -noout -subject -dates  # notBefore",
                    "timedatectl  # is our own clock right")),
    CERT_NAME_MISMATCH(
            certificate(
                    "L6.CERT_NAME_MISMATCH",
                    "The certificate is for other names than the one we asked for; the evidence lists"
                            + " them.",
                    "x509 -noout -ext subjectAltName  # the names it is for",
                    "curl -s http://ADMIN/config  # the name we ask for")),
    CERT_UNTRUSTED(
            certificate(
                    "L6.CERT_UNTRUSTED",
                    "No authority we trust vouches for the certificate: wrong CA file, self-signed,"
                            + " or an intermediate is not sent.",
                    "x509 -noout -issuer -subject  # who signed it",
                    "openssl verify -CAfile CA_FILE -untrusted CHAIN_FILE CERT_FILE  # where the chain breaks")),
    CERT_REVOKED(
            certificate(
                    "L6.CERT_REVOKED",
                    "The certificate's issuer has revoked it.",
                    "x509 -noout -serial -ocsp_uri  # the serial to look up at the issuer",
                    "openssl ocsp -issuer CHAIN_FILE -cert CERT_FILE -url OCSP_URL -text")),
    NO_COMMON_PROTOCOL(
            FaultSpec.of(
                            "L6.NO_COMMON_PROTOCOL",
                            "The two sides share no TLS version; the evidence has what each offered.")
                    .answered(502, "tls_protocol_error")
                    .look(
                            "openssl s_client -connect ADDRESS:PORT -servername NAME -tls1_2",
                            "openssl s_client -connect ADDRESS:PORT -servername NAME -tls1_3")),
    NO_COMMON_CIPHER(
            FaultSpec.of(
                            "L6.NO_COMMON_CIPHER",
                            "The two sides share no cipher suite, group or signature scheme; the"
                                    + " evidence has what each offered.")
                    .answered(502, "tls_protocol_error")
                    .look(
                            "nmap --script ssl-enum-ciphers -p PORT ADDRESS  # what they offer",
                            "openssl x509 -noout -text -in CERT_FILE | grep 'Public Key Algorithm'"
                                    + "  # an RSA-only or EC-only certificate rules suites out")),
    ALPN_MISMATCH(
            FaultSpec.of(
                            "L6.ALPN_MISMATCH",
                            "The two sides agree on no application protocol (ALPN), for example h2"
                                    + " against http/1.1 only.")
                    .answered(502, "tls_protocol_error")
                    .look(
                            "openssl s_client -connect ADDRESS:PORT -servername NAME -alpn h2,http/1.1"
                                    + "  # 'ALPN protocol' in the output")),
    NOT_TLS(
            FaultSpec.of(
                            "L6.NOT_TLS",
                            "What arrived on a TLS port is not TLS; the evidence says what it looked"
                                    + " like (HTTP, SSH, a PROXY header, a broken hello).")
                    .closed("tls_protocol_error")
                    .look(
                            "nc -v ADDRESS PORT  # does it greet in plain text",
                            "tcpdump -nXi any 'host ADDRESS and tcp port PORT' -c 10"
                                    + "  # a TLS record starts with 16 03")),
    PROTOCOL_ERROR(
            FaultSpec.of(
                            "L6.PROTOCOL_ERROR",
                            "The peer spoke TLS and then broke its rules: a record that does not open"
                                    + " (damaged or injected on the way), or a message out of place.")
                    .answered(502, "tls_protocol_error")
                    .look(
                            "tcpdump -ni any -w tls.pcap 'host ADDRESS and tcp port PORT'"
                                    + "  # does the other end see the same bytes",
                            "nstat -az TcpInCsumErrors  # bytes damaged on the way",
                            "openssl s_client -connect ADDRESS:PORT -servername NAME -msg  # the same by hand")),
    UNKNOWN_NAME(
            FaultSpec.of(
                            "L6.UNKNOWN_NAME",
                            "No certificate or route of ours fits the server name (SNI) the client"
                                    + " asked for.")
                    .answered(421, "")
                    .look(
                            "openssl s_client -connect ADDRESS:PORT -servername NAME  # which certificate answers",
                            "curl -s http://ADMIN/config  # the names we serve",
                            "dig +short NAME  # does the name point here by mistake")),
    CLIENT_CERT_REQUIRED(
            FaultSpec.of(
                            "L6.CLIENT_CERT_REQUIRED",
                            "Mutual TLS is required and the client sent no certificate.")
                    .closed("tls_certificate_error")
                    .look(
                            "openssl s_client -connect ADDRESS:PORT -servername NAME -cert CERT_FILE -key KEY_FILE",
                            "curl -s http://ADMIN/config  # which listener asks for it")),
    CLIENT_CERT_REJECTED(
            FaultSpec.of(
                            "L6.CLIENT_CERT_REJECTED",
                            "The client's certificate did not pass: untrusted, expired, revoked or for"
                                    + " the wrong use.")
                    .closed("tls_certificate_error")
                    .look(
                            "openssl x509 -noout -subject -issuer -dates -ext extendedKeyUsage -in CERT_FILE",
                            "openssl verify -purpose sslclient -CAfile CA_FILE CERT_FILE"));

    private final FaultSpec spec;

    TlsFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public FaultSpec spec() {
        return spec;
    }

    private static FaultSpec certificate(String id, String meaning, String inspect, String next) {
        String show =
                "openssl s_client -connect ADDRESS:PORT -servername NAME </dev/null | openssl ";
        return FaultSpec.of(id, meaning)
                .answered(502, "tls_certificate_error")
                .look(show + inspect, next);
    }
}
