package io.faultline.app.lab.cases;

import static io.faultline.core.fault.TlsFault.ALERT_RECEIVED;
import static io.faultline.core.fault.TlsFault.ALPN_MISMATCH;
import static io.faultline.core.fault.TlsFault.CERT_EXPIRED;
import static io.faultline.core.fault.TlsFault.CERT_NAME_MISMATCH;
import static io.faultline.core.fault.TlsFault.CERT_NOT_YET_VALID;
import static io.faultline.core.fault.TlsFault.CERT_REVOKED;
import static io.faultline.core.fault.TlsFault.CERT_UNTRUSTED;
import static io.faultline.core.fault.TlsFault.CLIENT_CERT_REQUIRED;
import static io.faultline.core.fault.TlsFault.HANDSHAKE_TIMEOUT;
import static io.faultline.core.fault.TlsFault.NOT_TLS;
import static io.faultline.core.fault.TlsFault.NO_COMMON_CIPHER;
import static io.faultline.core.fault.TlsFault.NO_COMMON_PROTOCOL;
import static io.faultline.core.fault.TlsFault.PROTOCOL_ERROR;

import io.faultline.app.lab.bench.Bench;
import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.bench.Subject;
import io.faultline.core.Side;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.testkit.net.Behaviour;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** TLS with endpoints that does not come to be. */
public final class EndpointTlsCases {

    private static final Duration DAY = Duration.ofDays(1);
    private static final int ALERT_REVOKED = 44;
    private static final String PATIENT = "handshakeTimeout: 2s"; // the endpoint must get to answer
    private static final String IMPATIENT = "handshakeTimeout: 500ms";

    private EndpointTlsCases() {}

    public static List<LabCase> all() {
        return List.of(
                LabCase.of(
                                "silent-tls",
                                HANDSHAKE_TIMEOUT,
                                Side.UPSTREAM,
                                "The endpoint accepts the connection and does not answer the"
                                        + " ClientHello.")
                        .proves("received=nothing", "timer=handshakeTimeout", "serverName")
                        .never(TransportFault.CONNECT_TIMEOUT, NOT_TLS, ALERT_RECEIVED)
                        .diagnosed()
                        .anywhere(
                                bench ->
                                        secured(
                                                bench,
                                                bench.origin(Behaviour.sink()).hostPort(),
                                                IMPATIENT)),
                LabCase.of(
                                "mtu-black-hole",
                                HANDSHAKE_TIMEOUT,
                                Side.UPSTREAM,
                                "A link on the way loses large packets without a word: the connect"
                                        + " works, the endpoint's certificates never arrive.")
                        .proves("received", "timer=handshakeTimeout", "address", "suspected=MTU")
                        .never(
                                TransportFault.CONNECT_TIMEOUT,
                                TransportFault.RESET,
                                NOT_TLS,
                                ALERT_RECEIVED)
                        .diagnosed()
                        .onHosts(
                                bench -> {
                                    var endpoint = TlsEndpoint.on(bench, good());
                                    bench.hosts()
                                            .onTheWayBackFrom(
                                                    endpoint.port(), "ip length > 400 drop");
                                    return secured(bench, endpoint.hostPort(), PATIENT);
                                }),
                LabCase.of(
                                "alert",
                                ALERT_RECEIVED,
                                Side.UPSTREAM,
                                "The endpoint ends the handshake with an alert that gives no reason"
                                        + " (handshake_failure).")
                        .proves("alert=40", "name=handshake_failure", "address")
                        .never(TransportFault.CLOSED_EARLY, PROTOCOL_ERROR)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    var endpoint =
                                            TlsEndpoint.on(
                                                    bench,
                                                    good(),
                                                    old("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"));
                                    return secured(
                                            bench,
                                            endpoint.hostPort(),
                                            "maxVersion: \"1.2\"",
                                            "ciphers: [ECDHE-ECDSA-AES128-GCM-SHA256]");
                                }),
                certificate("expired", CERT_EXPIRED, "The endpoint's certificate has ended.")
                        .proves("subject", "names", "notAfter", "issuer", "serverName")
                        .never(CERT_UNTRUSTED, CERT_NOT_YET_VALID)
                        .diagnosed()
                        .anywhere(
                                bench -> shown(bench, valid(DAY.multipliedBy(-2), DAY.negated()))),
                certificate(
                                "not-yet-valid",
                                CERT_NOT_YET_VALID,
                                "The endpoint's certificate begins tomorrow.")
                        .proves("subject", "notBefore", "issuer")
                        .never(CERT_UNTRUSTED, CERT_EXPIRED)
                        .diagnosed()
                        .anywhere(bench -> shown(bench, valid(DAY, DAY.multipliedBy(2)))),
                certificate(
                                "wrong-name",
                                CERT_NAME_MISMATCH,
                                "The endpoint's certificate is for another name.")
                        .proves("subject", "names=other.lab.example", "serverName=shop.lab.example")
                        .never(CERT_UNTRUSTED)
                        .diagnosed()
                        .anywhere(
                                bench ->
                                        shown(
                                                bench,
                                                CertificateSpec.server(
                                                        Instant.now(), "other.lab.example"))),
                certificate(
                                "unknown-authority",
                                CERT_UNTRUSTED,
                                "The endpoint's certificate comes from an authority that we do not"
                                        + " know.")
                        .proves("subject", "issuer", "reason")
                        .never(CERT_EXPIRED, CERT_NAME_MISMATCH, ALERT_RECEIVED)
                        .diagnosed()
                        .anywhere(
                                bench ->
                                        shown(
                                                bench,
                                                Certificates.showingAStrangers(
                                                        Certificates.server()))),
                LabCase.of(
                                "revoked",
                                CERT_REVOKED,
                                Side.PROXY,
                                "The endpoint says that the certificate we show it was revoked.")
                        .proves("alert=44", "saidBy=upstream", "certificate=ours", "subject")
                        .never(ALERT_RECEIVED, CERT_UNTRUSTED)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    var origin =
                                            bench.origin(
                                                    connection -> {
                                                        ConnectionCases.readOnce(connection);
                                                        connection.write(alert(ALERT_REVOKED));
                                                    });
                                    return secured(
                                            bench,
                                            origin.hostPort(),
                                            "clientCertificate: "
                                                    + Certificates.files(
                                                            bench, Certificates.client()));
                                }),
                LabCase.of(
                                "old-endpoint",
                                NO_COMMON_PROTOCOL,
                                Side.UPSTREAM,
                                "The endpoint speaks TLS 1.2, and we are told to speak nothing below"
                                        + " 1.3.")
                        .proves("ours", "address")
                        .never(NO_COMMON_CIPHER, ALERT_RECEIVED, NOT_TLS)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    var endpoint =
                                            TlsEndpoint.on(
                                                    bench,
                                                    good(),
                                                    p -> p.setProtocols(new String[] {"TLSv1.2"}));
                                    return secured(
                                            bench, endpoint.hostPort(), "minVersion: \"1.3\"");
                                }),
                LabCase.of(
                                "no-h2",
                                ALPN_MISMATCH,
                                Side.UPSTREAM,
                                "The upstream is of protocol h2, and the endpoint does not know"
                                        + " ALPN.")
                        .proves("offered=h2", "chosen")
                        .never(NOT_TLS, ApplicationFault.BAD_RESPONSE)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    var endpoint = TlsEndpoint.on(bench, good());
                                    bench.forward(endpoint.hostPort(), tls(bench), "protocol: h2");
                                    return Subject::get;
                                }),
                LabCase.of(
                                "tls-to-plain",
                                NOT_TLS,
                                Side.UPSTREAM,
                                "The upstream has tls, and what listens on the endpoint's port"
                                        + " speaks plain HTTP.")
                        .proves("looksLike", "seen", "serverName")
                        .never(ALERT_RECEIVED, PROTOCOL_ERROR, ApplicationFault.BAD_RESPONSE)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    var origin =
                                            bench.origin(
                                                    connection -> {
                                                        ConnectionCases.readOnce(connection);
                                                        connection.write(
                                                                "HTTP/1.1 400 Bad Request\r\n\r\n");
                                                    });
                                    return secured(bench, origin.hostPort());
                                }),
                LabCase.of(
                                "we-show-no-certificate",
                                CLIENT_CERT_REQUIRED,
                                Side.PROXY,
                                "The endpoint wants to know who we are, and we have no certificate"
                                        + " to show.")
                        .proves("alert=116", "name=certificate_required")
                        .never(ALERT_RECEIVED, TransportFault.RESET, TransportFault.CLOSED_EARLY)
                        .diagnosed()
                        .anywhere(
                                bench -> {
                                    var endpoint =
                                            TlsEndpoint.on(
                                                    bench, good(), p -> p.setNeedClientAuth(true));
                                    return secured(bench, endpoint.hostPort());
                                }));
    }

    private static LabCase certificate(String name, FaultCode code, String cause) {
        return LabCase.of(name, code, Side.UPSTREAM, cause);
    }

    private static SSLContext good() {
        return Certificates.showing(Certificates.server());
    }

    private static SSLContext valid(Duration from, Duration to) {
        Instant now = Instant.now();
        return Certificates.showing(Certificates.server().valid(now.plus(from), now.plus(to)));
    }

    private static Consumer<SSLParameters> old(String cipher) {
        return parameters -> {
            parameters.setProtocols(new String[] {"TLSv1.2"});
            parameters.setCipherSuites(new String[] {cipher});
        };
    }

    private static LabCase.Provocation shown(Bench bench, CertificateSpec spec) throws IOException {
        return shown(bench, Certificates.showing(spec));
    }

    private static LabCase.Provocation shown(Bench bench, SSLContext identity) throws IOException {
        return secured(bench, TlsEndpoint.on(bench, identity).hostPort());
    }

    private static LabCase.Provocation secured(Bench bench, String endpoint, String... tlsKeys) {
        bench.forward(endpoint, tls(bench, tlsKeys));
        return Subject::get;
    }

    private static String tls(Bench bench, String... more) {
        var keys = new StringBuilder();
        for (String each : more) {
            keys.append(", ").append(each);
        }
        return "tls: { ca: %s, serverName: %s%s }"
                .formatted(Certificates.authorityFile(bench), Certificates.NAME, keys);
    }

    private static byte[] alert(int number) {
        return new byte[] {21, 3, 3, 0, 2, 2, (byte) number};
    }
}
