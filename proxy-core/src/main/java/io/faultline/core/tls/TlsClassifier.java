package io.faultline.core.tls;

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
    private final boolean showsCertificate;

    private TlsClassifier(
            Side peer, Stage stage, @Nullable PeerAddress address, boolean showsCertificate) {
        this.showsCertificate = showsCertificate;
        this.peer = peer;
        this.stage = stage;
        this.address = address;
    }

    static TlsClassifier ofClient(@Nullable PeerAddress client) {
        return new TlsClassifier(Side.CLIENT, Stage.TLS, client, true);
    }

    /** @param showsCertificate whether we tell endpoints who we are when they ask */
    static TlsClassifier ofEndpoint(PeerAddress endpoint, boolean showsCertificate) {
        return new TlsClassifier(Side.UPSTREAM, Stage.UPSTREAM_TLS, endpoint, showsCertificate);
    }

    /**
     * @param distrust what our own look at the peer's certificate found, if it found something
     */
    Fault classify(TlsFailure failure, @Nullable Distrust distrust) {
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
                    distrust != null ? distrusted(distrust) : protocol(protocol.error());
        };
    }

    private Fault protocol(TlsError error) {
        int alert = error.alert();
        if (alert >= 0) {
            return alert(alert);
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
                    default -> TlsFault.NOT_TLS;
                };
        Fault fault = fault(code);
        return code == TlsFault.NOT_TLS
                ? fault.with("looksLike", "broken TLS").with("rule", error.reason())
                : fault.with("reason", error.reason());
    }

    private Fault alert(int alert) {
        FaultCode code =
                switch (alert) {
                    case 70, 86 -> TlsFault.NO_COMMON_PROTOCOL;
                    case 71 -> TlsFault.NO_COMMON_CIPHER;
                    case TlsAlerts.NO_APPLICATION_PROTOCOL -> TlsFault.ALPN_MISMATCH;
                    case 116 -> ofUs(TlsFault.CLIENT_CERT_REQUIRED);
                    case 42, 43, 44, 45, 46, 48, 49 ->
                            showsCertificate
                                    ? ofUs(TlsFault.CLIENT_CERT_REJECTED)
                                    : TlsFault.ALERT_RECEIVED;
                    default -> TlsFault.ALERT_RECEIVED;
                };
        Side side =
                code == TlsFault.CLIENT_CERT_REQUIRED || code == TlsFault.CLIENT_CERT_REJECTED
                        ? Side.PROXY
                        : peer;
        return at(Fault.of(code, side, stage))
                .with("alert", Integer.toString(alert))
                .with("name", TlsAlerts.name(alert));
    }

    /** Only an endpoint asks us who we are. */
    private FaultCode ofUs(FaultCode code) {
        return peer == Side.UPSTREAM ? code : TlsFault.ALERT_RECEIVED;
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
