package io.faultline.core.tls.wire;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.tls.cert.CertificateNames;
import io.faultline.core.tls.cert.Distrust;
import io.faultline.core.tls.engine.TlsError;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The one place where what went wrong about TLS becomes a code, a side and its evidence.
 *
 * <p>What a client does wrong is the client's fault, whatever we think of its offer. What an endpoint
 * does wrong is the endpoint's; but when it asks who we are and does not like our answer, the answer
 * is ours.
 */
public final class TlsClassifier {

    private final Side peer;
    private final Stage stage;
    private final @Nullable PeerAddress address;
    private final @Nullable X509Certificate shown;
    private final InstantSource clock;

    private TlsClassifier(
            Side peer,
            Stage stage,
            @Nullable PeerAddress address,
            @Nullable X509Certificate shown,
            InstantSource clock) {
        this.peer = peer;
        this.stage = stage;
        this.address = address;
        this.shown = shown;
        this.clock = clock;
    }

    /** @param shown the certificate we show this client */
    public static TlsClassifier ofClient(
            @Nullable PeerAddress client, @Nullable X509Certificate shown, InstantSource clock) {
        return new TlsClassifier(Side.CLIENT, Stage.TLS, client, shown, clock);
    }

    /** @param shown what we show endpoints that ask who we are, if anything */
    public static TlsClassifier ofEndpoint(
            PeerAddress endpoint, @Nullable X509Certificate shown, InstantSource clock) {
        return new TlsClassifier(Side.UPSTREAM, Stage.UPSTREAM_TLS, endpoint, shown, clock);
    }

    /**
     * @param distrust what our own look at the peer's certificate found, if it found something
     */
    public Fault classify(TlsFailure failure, @Nullable Distrust distrust) {
        return switch (failure) {
            case TlsFailure.PlainText plain ->
                    fault(TlsFault.NOT_TLS)
                            .with("looksLike", plain.seen().looksLike())
                            .with("seen", plain.seen().seen());
            case TlsFailure.Ended ended ->
                    fault(TransportFault.CLOSED_EARLY)
                            .with(
                                    "reason",
                                    ended.anyByteSeen()
                                            ? "the peer closed within the TLS handshake, without an alert"
                                            : "the peer closed without a word of TLS");
            case TlsFailure.Broken broken ->
                    FaultClassifier.ofErrno(broken.errno(), stage, peer, address);
            case TlsFailure.Protocol protocol ->
                    distrust != null
                            ? distrusted(distrust)
                            : protocol(protocol.error(), protocol.established());
        };
    }

    private Fault protocol(TlsError error, boolean established) {
        int alert = error.alert();
        if (alert >= 0) {
            return alert(alert, established);
        }
        if (established) {
            return fault(TlsFault.PROTOCOL_ERROR)
                    .with("rule", error.reason())
                    .with("when", "after the handshake");
        }
        FaultCode code =
                switch (error.reason()) {
                    case "UNSUPPORTED_PROTOCOL",
                            "WRONG_SSL_VERSION",
                            "UNKNOWN_PROTOCOL",
                            "NO_SUPPORTED_VERSIONS_ENABLED",
                            "INAPPROPRIATE_FALLBACK" ->
                            TlsFault.NO_COMMON_PROTOCOL;
                    case "NO_SHARED_CIPHER",
                            "NO_SHARED_GROUP",
                            "NO_COMMON_SIGNATURE_ALGORITHMS",
                            "NO_CIPHER_MATCH",
                            "WRONG_CIPHER_RETURNED",
                            "UNKNOWN_CIPHER_RETURNED",
                            "WRONG_CURVE",
                            "UNSUPPORTED_ELLIPTIC_CURVE" ->
                            TlsFault.NO_COMMON_CIPHER;
                    case "PEER_DID_NOT_RETURN_A_CERTIFICATE" -> TlsFault.CLIENT_CERT_REQUIRED;
                    case "CERTIFICATE_VERIFY_FAILED" ->
                            peer == Side.CLIENT
                                    ? TlsFault.CLIENT_CERT_REJECTED
                                    : TlsFault.CERT_UNTRUSTED;
                    case "INVALID_ALPN_PROTOCOL", "NO_APPLICATION_PROTOCOL" ->
                            TlsFault.ALPN_MISMATCH;
                    case "WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST" ->
                            TlsFault.NOT_TLS;
                    default -> TlsFault.PROTOCOL_ERROR;
                };
        if (code == TlsFault.NOT_TLS) {
            return fault(code).with("looksLike", "broken TLS").with("rule", error.reason());
        }
        return code == TlsFault.PROTOCOL_ERROR
                ? fault(code).with("rule", error.reason()).with("when", "within the handshake")
                : fault(code).with("reason", error.reason());
    }

    private Fault alert(int alert, boolean established) {
        FaultCode code =
                switch (alert) {
                    case TlsAlerts.PROTOCOL_VERSION, TlsAlerts.INAPPROPRIATE_FALLBACK ->
                            TlsFault.NO_COMMON_PROTOCOL;
                    case TlsAlerts.INSUFFICIENT_SECURITY -> TlsFault.NO_COMMON_CIPHER;
                    case TlsAlerts.NO_APPLICATION_PROTOCOL -> TlsFault.ALPN_MISMATCH;
                    case TlsAlerts.CERTIFICATE_REQUIRED -> ofUs(TlsFault.CLIENT_CERT_REQUIRED);
                    case TlsAlerts.CERTIFICATE_REVOKED ->
                            shown == null ? TlsFault.ALERT_RECEIVED : TlsFault.CERT_REVOKED;
                    case TlsAlerts.CERTIFICATE_EXPIRED -> expired();
                    case TlsAlerts.BAD_CERTIFICATE,
                            TlsAlerts.UNSUPPORTED_CERTIFICATE,
                            TlsAlerts.CERTIFICATE_UNKNOWN,
                            TlsAlerts.UNKNOWN_CA,
                            TlsAlerts.ACCESS_DENIED ->
                            shown == null
                                    ? TlsFault.ALERT_RECEIVED
                                    : ofUs(TlsFault.CLIENT_CERT_REJECTED);
                    default -> TlsFault.ALERT_RECEIVED;
                };
        boolean ours = isAboutUs(code);
        Fault fault =
                at(Fault.of(code, ours ? Side.PROXY : peer, stage))
                        .with("alert", Integer.toString(alert))
                        .with("name", TlsAlerts.name(alert));
        if (established) {
            fault = fault.with("when", "after the handshake");
        }
        X509Certificate own = shown;
        return ours && own != null
                ? described(fault.with("saidBy", peer.label()).with("certificate", "ours"), own)
                : fault;
    }

    private static boolean isAboutUs(FaultCode code) {
        return code == TlsFault.CLIENT_CERT_REQUIRED
                || code == TlsFault.CLIENT_CERT_REJECTED
                || code == TlsFault.CERT_REVOKED
                || code == TlsFault.CERT_EXPIRED;
    }

    /** Only an endpoint asks us who we are. */
    private FaultCode ofUs(FaultCode code) {
        return peer == Side.UPSTREAM ? code : TlsFault.ALERT_RECEIVED;
    }

    /** Who says that our certificate has ended is right, or its clock is not: we can look. */
    private FaultCode expired() {
        X509Certificate own = shown;
        if (own == null) {
            return TlsFault.ALERT_RECEIVED;
        }
        return clock.instant().isAfter(own.getNotAfter().toInstant())
                ? TlsFault.CERT_EXPIRED
                : ofUs(TlsFault.CLIENT_CERT_REJECTED);
    }

    private Fault distrusted(Distrust distrust) {
        FaultCode code =
                peer == Side.CLIENT
                        ? TlsFault.CLIENT_CERT_REJECTED
                        : switch (distrust.reason()) {
                            case EXPIRED -> TlsFault.CERT_EXPIRED;
                            case NOT_YET_VALID -> TlsFault.CERT_NOT_YET_VALID;
                            case NAME_MISMATCH -> TlsFault.CERT_NAME_MISMATCH;
                            case UNTRUSTED, WRONG_USE, NOT_PINNED, UNREADABLE ->
                                    TlsFault.CERT_UNTRUSTED;
                        };
        Fault fault = fault(code).with("reason", distrust.detail());
        return distrust.chain().isEmpty() ? fault : described(fault, distrust.chain().getFirst());
    }

    private static Fault described(Fault fault, X509Certificate certificate) {
        return fault.with("subject", certificate.getSubjectX500Principal().getName())
                .with("names", String.join(",", CertificateNames.alternatives(certificate)))
                .with("serial", certificate.getSerialNumber().toString(16))
                .with("notBefore", certificate.getNotBefore().toInstant().toString())
                .with("notAfter", certificate.getNotAfter().toInstant().toString())
                .with("issuer", certificate.getIssuerX500Principal().getName());
    }

    private Fault fault(FaultCode code) {
        return at(Fault.of(code, peer, stage));
    }

    private Fault at(Fault fault) {
        return address == null ? fault : fault.with("address", address.toString());
    }
}
