package io.faultline.app.lab.cases;

import static io.faultline.core.fault.TlsFault.ALERT_RECEIVED;
import static io.faultline.core.fault.TlsFault.CERT_UNTRUSTED;
import static io.faultline.core.fault.TlsFault.CLIENT_CERT_REJECTED;
import static io.faultline.core.fault.TlsFault.CLIENT_CERT_REQUIRED;
import static io.faultline.core.fault.TlsFault.HANDSHAKE_TIMEOUT;
import static io.faultline.core.fault.TlsFault.NOT_TLS;
import static io.faultline.core.fault.TlsFault.NO_COMMON_CIPHER;
import static io.faultline.core.fault.TlsFault.NO_COMMON_PROTOCOL;
import static io.faultline.core.fault.TlsFault.PROTOCOL_ERROR;
import static io.faultline.core.fault.TlsFault.UNKNOWN_NAME;

import io.faultline.app.lab.bench.Bench;
import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.bench.Subject;
import io.faultline.core.Side;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** TLS with clients that does not come to be. The client is the JDK's. */
public final class ClientTlsCases {

    private static final int PATIENCE_MILLIS = 5000;
    private static final byte[] NO_RECORD = {23, 3, 3, 0, 32}; // application data, then zeros

    private static final String ITS_OWN =
            "what this client offers or expects is its own; it ends with its connection";

    private ClientTlsCases() {}

    public static List<LabCase> all() {
        return List.of(
                LabCase.of(
                                "silent-client",
                                HANDSHAKE_TIMEOUT,
                                Side.CLIENT,
                                "A client connects to a TLS port and waits for a greeting.")
                        .proves("received=nothing", "timer=handshakeTimeout")
                        .never(ApplicationFault.REQUEST_TIMEOUT, ApplicationFault.CLIENT_ABORT)
                        .notDiagnosed(ITS_OWN)
                        .anywhere(
                                bench -> {
                                    terminate(bench, "handshakeTimeout: 200ms");
                                    return subject -> {
                                        subject.client().readToEnd();
                                        return "";
                                    };
                                }),
                LabCase.of(
                                "plain-to-tls",
                                NOT_TLS,
                                Side.CLIENT,
                                "A client speaks plain HTTP to a TLS port.")
                        .proves("looksLike=HTTP", "seen")
                        .never(
                                HANDSHAKE_TIMEOUT,
                                PROTOCOL_ERROR,
                                SessionFault.PREAMBLE_INVALID,
                                ApplicationFault.BAD_REQUEST)
                        .notDiagnosed(ITS_OWN)
                        .anywhere(
                                bench -> {
                                    terminate(bench);
                                    return Subject::get;
                                }),
                shaking(
                                "distrustful-client",
                                ALERT_RECEIVED,
                                "A client does not trust the authority behind our certificate.",
                                Certificates.trustingAStranger(),
                                "",
                                parameters -> {})
                        .proves("alert=46", "name=certificate_unknown")
                        .never(CERT_UNTRUSTED, CLIENT_CERT_REJECTED),
                shaking(
                                "old-client",
                                NO_COMMON_PROTOCOL,
                                "A client speaks nothing above TLS 1.2, and the listener nothing"
                                        + " below 1.3.",
                                Certificates.trusting(),
                                "minVersion: \"1.3\"",
                                parameters -> parameters.setProtocols(new String[] {"TLSv1.2"}))
                        .proves("offeredVersions", "offeredCiphers", "ours")
                        .never(NO_COMMON_CIPHER, ALERT_RECEIVED, NOT_TLS),
                shaking(
                                "no-shared-cipher",
                                NO_COMMON_CIPHER,
                                "A client of TLS 1.2 offers one cipher, and the listener has"
                                        + " another one.",
                                Certificates.trusting(),
                                "maxVersion: \"1.2\", ciphers: [ECDHE-ECDSA-AES128-GCM-SHA256]",
                                parameters -> {
                                    parameters.setProtocols(new String[] {"TLSv1.2"});
                                    parameters.setCipherSuites(
                                            new String[] {
                                                "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
                                            });
                                })
                        .proves("offeredVersions", "offeredCiphers", "ours")
                        .never(NO_COMMON_PROTOCOL, ALERT_RECEIVED),
                shaking(
                                "unknown-name",
                                UNKNOWN_NAME,
                                "A client asks for a name that no certificate of ours is for.",
                                Certificates.trusting(),
                                "unknownName: refuse",
                                parameters ->
                                        parameters.setServerNames(
                                                List.of(new SNIHostName("other.lab.example"))))
                        .proves("asked=other.lab.example", "known=shop.lab.example")
                        .never(ApplicationFault.NO_MATCHING_ROUTE, ALERT_RECEIVED),
                shaking(
                                "no-client-certificate",
                                CLIENT_CERT_REQUIRED,
                                "The listener wants a certificate, and the client has none.",
                                Certificates.trusting(),
                                "clientCertificates: required, clientCa: CA",
                                parameters -> {})
                        .proves("reason")
                        .never(CLIENT_CERT_REJECTED, ALERT_RECEIVED, TransportFault.RESET),
                shaking(
                                "expired-client-certificate",
                                CLIENT_CERT_REJECTED,
                                "The client shows a certificate that has ended.",
                                Certificates.showing(
                                        Certificates.client()
                                                .valid(
                                                        Instant.EPOCH,
                                                        Instant.EPOCH.plusSeconds(60))),
                                "clientCertificates: required, clientCa: CA",
                                parameters -> {})
                        .proves("reason", "subject", "issuer")
                        .never(CLIENT_CERT_REQUIRED, CERT_UNTRUSTED, ALERT_RECEIVED),
                LabCase.of(
                                "damaged-record",
                                PROTOCOL_ERROR,
                                Side.CLIENT,
                                "After the handshake a record arrives that does not open: damaged"
                                        + " or injected on the way.")
                        .proves("rule", "when=after the handshake")
                        .never(NOT_TLS, ApplicationFault.BAD_REQUEST, ALERT_RECEIVED)
                        .notDiagnosed(ITS_OWN)
                        .anywhere(
                                bench -> {
                                    terminate(bench);
                                    return subject -> damage(subject.address());
                                }));
    }

    private static LabCase shaking(
            String name,
            FaultCode code,
            String cause,
            SSLContext client,
            String tlsKeys,
            Consumer<SSLParameters> settings) {
        return LabCase.of(name, code, Side.CLIENT, cause)
                .notDiagnosed(ITS_OWN)
                .anywhere(
                        bench -> {
                            String ca = Certificates.authorityFile(bench).toString();
                            String keys = tlsKeys.replace("CA", "").isEmpty() ? "" : tlsKeys;
                            terminate(bench, keys.replace("clientCa: CA", "clientCa: " + ca));
                            return subject -> ask(subject.address(), client, settings);
                        });
    }

    private static void terminate(Bench bench, String... tlsKeys) {
        var keys = new StringBuilder(Certificates.shown(bench));
        for (String each : tlsKeys) {
            keys.append(each.isEmpty() ? "" : ", ").append(each);
        }
        bench.https(keys.toString()).to(Bench.text(bench.closedPort()));
    }

    private static String ask(
            InetSocketAddress proxy, SSLContext context, Consumer<SSLParameters> settings) {
        try (Socket raw = connect(proxy);
                SSLSocket secured = over(raw, context)) {
            SSLParameters parameters = secured.getSSLParameters();
            settings.accept(parameters);
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            // With TLS 1.3 the client hears only now what the server thought of its certificate.
            secured.getInputStream().readAllBytes();
        } catch (IOException refused) {
            // As it should be: the proxy tells why.
        }
        return "";
    }

    private static String damage(InetSocketAddress proxy) throws IOException {
        try (Socket raw = connect(proxy)) {
            over(raw, Certificates.trusting()).startHandshake();
            raw.getOutputStream().write(NO_RECORD);
            raw.getOutputStream().write(new byte[32]);
            raw.getInputStream().readAllBytes();
        } catch (java.net.SocketException reset) {
            // As it should be.
        }
        return "";
    }

    private static Socket connect(InetSocketAddress proxy) throws IOException {
        var raw = new Socket(proxy.getAddress(), proxy.getPort());
        raw.setSoTimeout(PATIENCE_MILLIS);
        return raw;
    }

    private static SSLSocket over(Socket raw, SSLContext context) throws IOException {
        return (SSLSocket)
                context.getSocketFactory()
                        .createSocket(raw, Certificates.NAME, raw.getPort(), false);
    }
}
