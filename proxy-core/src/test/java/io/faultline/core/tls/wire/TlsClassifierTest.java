package io.faultline.core.tls.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Fault;
import io.faultline.core.tls.TestPki;
import io.faultline.core.tls.engine.TlsError;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom what broke is put down to. */
class TlsClassifierTest {

    private static final Instant NOW = Instant.now();
    private static final X509Certificate OURS = TestPki.server("shop.test").certificate();
    private static final X509Certificate ENDED =
            TestPki.CA
                    .issue(
                            CertificateSpec.server(NOW, "old.test")
                                    .valid(
                                            NOW.minus(Duration.ofDays(9)),
                                            NOW.minus(Duration.ofDays(1))))
                    .certificate();

    private static Fault client(TlsFailure failure, X509Certificate shown) {
        return TlsClassifier.ofClient(null, shown, InstantSource.fixed(NOW))
                .classify(failure, null);
    }

    private static Fault endpoint(TlsFailure failure, @Nullable X509Certificate shown) {
        return TlsClassifier.ofEndpoint(
                        PeerAddress.ofV4(0x0a000001, 443), shown, InstantSource.fixed(NOW))
                .classify(failure, null);
    }

    private static TlsFailure alert(int number) {
        return new TlsFailure.Protocol(new TlsError(1000 + number, "ALERT"), false);
    }

    private static TlsFailure broken(String reason, boolean established) {
        return new TlsFailure.Protocol(new TlsError(1, reason), established);
    }

    @ParameterizedTest
    @CsvSource({
        "42, L6.ALERT_RECEIVED, CLIENT",
        "44, L6.CERT_REVOKED, PROXY",
        "45, L6.ALERT_RECEIVED, CLIENT",
        "46, L6.ALERT_RECEIVED, CLIENT",
        "48, L6.ALERT_RECEIVED, CLIENT",
        "70, L6.NO_COMMON_PROTOCOL, CLIENT",
        "71, L6.NO_COMMON_CIPHER, CLIENT",
        "116, L6.ALERT_RECEIVED, CLIENT",
        "120, L6.ALPN_MISMATCH, CLIENT"
    })
    void whatAClientSaysByAnAlert(int number, String code, Side side) {
        Fault fault = client(alert(number), OURS);

        assertThat(fault.code().id()).isEqualTo(code);
        assertThat(fault.side()).isEqualTo(side);
        assertThat(fault.evidence().value("alert")).isEqualTo(Integer.toString(number));
        assertThat(fault.evidence().value("name")).isEqualTo(TlsAlerts.name(number));
    }

    @ParameterizedTest
    @CsvSource({
        "40, L6.ALERT_RECEIVED, UPSTREAM",
        "42, L6.CLIENT_CERT_REJECTED, PROXY",
        "44, L6.CERT_REVOKED, PROXY",
        "45, L6.CLIENT_CERT_REJECTED, PROXY",
        "48, L6.CLIENT_CERT_REJECTED, PROXY",
        "116, L6.CLIENT_CERT_REQUIRED, PROXY",
        "120, L6.ALPN_MISMATCH, UPSTREAM"
    })
    void whatAnEndpointSaysOfOurCertificateIsOurs(int number, String code, Side side) {
        Fault fault = endpoint(alert(number), OURS);

        assertThat(fault.code().id()).isEqualTo(code);
        assertThat(fault.side()).isEqualTo(side);
    }

    @ParameterizedTest
    @ValueSource(ints = {42, 44, 45, 48})
    void anEndpointThatWasShownNothingOnlySentAnAlert(int number) {
        assertThat(endpoint(alert(number), null).code().id()).isEqualTo("L6.ALERT_RECEIVED");
    }

    @Test
    void aRevokedCertificateIsDescribedSoThatItCanBeLookedUp() {
        assertThat(client(alert(44), OURS).evidence().toString())
                .contains(
                        "saidBy=client",
                        "certificate=ours",
                        "subject=CN=shop.test",
                        "serial=" + OURS.getSerialNumber().toString(16),
                        "issuer=CN=Test CA");
    }

    @Test
    void aClientThatCallsOurCertificateExpiredIsBelievedWhenItIs() {
        Fault fault = client(alert(45), ENDED);

        assertThat(fault.code().id()).isEqualTo("L6.CERT_EXPIRED");
        assertThat(fault.side()).isEqualTo(Side.PROXY);
        assertThat(fault.evidence().toString()).contains("subject=CN=old.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BAD_DECRYPT", "WRONG_VERSION_NUMBER", "HTTP_REQUEST"})
    void whoHasShakenHandsSpeaksTlsWhateverComesThen(String reason) {
        Fault fault = client(broken(reason, true), OURS);

        assertThat(fault.code().id()).isEqualTo("L6.PROTOCOL_ERROR");
        assertThat(fault.evidence().toString())
                .contains("rule=" + reason, "when=after the handshake");
    }

    @Test
    void theFirstRecordDecidesWhetherItIsTlsAtAll() {
        assertThat(endpoint(broken("WRONG_VERSION_NUMBER", false), null).code().id())
                .isEqualTo("L6.NOT_TLS");
        assertThat(endpoint(broken("UNEXPECTED_MESSAGE", false), null).code().id())
                .isEqualTo("L6.PROTOCOL_ERROR");
    }
}
