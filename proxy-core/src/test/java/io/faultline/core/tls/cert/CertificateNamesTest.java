package io.faultline.core.tls.cert;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.tls.TestPki;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateNamesTest {

    private static X509Certificate client(String... names) {
        return TestPki.client("x", names).certificate();
    }

    private static boolean allowed(X509Certificate certificate, String... patterns) {
        return CertificateNames.isAllowed(certificate, List.of(patterns));
    }

    @Test
    void aStarStandsForOneLabel() {
        X509Certificate one = client("a.batch.test");
        assertThat(allowed(one, "*.batch.test")).isTrue();
        assertThat(allowed(one, "*.Batch.TEST")).isTrue();
        assertThat(allowed(one, "*.test")).isFalse();
        assertThat(allowed(one, "batch.test", "other.test")).isFalse();
        assertThat(allowed(client("batch.test"), "*.batch.test")).isFalse();
    }

    @Test
    void aUriIsComparedAsItIs() {
        X509Certificate one = client("spiffe://shop/Batch");
        assertThat(allowed(one, "spiffe://shop/Batch")).isTrue();
        assertThat(allowed(one, "spiffe://shop/batch")).isFalse();
    }

    @Test
    void aUriThatSpellsAHostIsNone() {
        assertThat(allowed(client("spiffe://a.batch.test"), "*.batch.test")).isFalse();
        assertThat(CertificateNames.isFor(client("spiffe://shop.test"), "spiffe://shop.test"))
                .isFalse();
    }

    @Test
    void anAddressIsComparedAsAnAddress() {
        X509Certificate one = TestPki.server("::1", "10.0.0.1").certificate();
        assertThat(CertificateNames.isFor(one, "0:0:0:0:0:0:0:1")).isTrue();
        assertThat(CertificateNames.isFor(one, "10.0.0.1")).isTrue();
        assertThat(CertificateNames.isFor(one, "10.0.0.2")).isFalse();
    }
}
