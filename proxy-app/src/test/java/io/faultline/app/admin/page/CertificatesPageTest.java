package io.faultline.app.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.admin.AdminQuery;
import io.faultline.core.tls.ShownCertificate;
import io.faultline.core.tls.cert.Identity;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import io.faultline.testkit.text.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesPageTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    @TempDir private Path folder;

    private final SelfMadeAuthority authority = SelfMadeAuthority.create("Test CA", NOW);

    private Identity identity(String name, int days) throws Exception {
        Issued issued =
                authority.issue(
                        CertificateSpec.server(NOW, name, "also." + name)
                                .valid(
                                        NOW.minus(Duration.ofDays(9)),
                                        NOW.plus(Duration.ofDays(days))));
        Files.writeString(folder.resolve(name + ".pem"), issued.certificatePem());
        Files.writeString(folder.resolve(name + ".key"), issued.keyPem());
        return Identity.read(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
    }

    private String page(String format, ShownCertificate... certificates) {
        var query = new AdminQuery("/certificates", Map.of("format", format), "");
        return new CertificatesPage(() -> List.of(certificates), InstantSource.fixed(NOW))
                .answer(query)
                .body();
    }

    @Test
    void theOneThatEndsFirstStandsOnTopAndFilesThatWereNotTakenBelow() throws Exception {
        var late = new ShownCertificate("listener web", identity("shop.test", 90), 1, null);
        var soon =
                new ShownCertificate(
                        "upstream ledger", identity("proxy.test", 3), 2, "it is empty");

        assertThat(page("text", late, soon).lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("USED BY"),
                        line ->
                                assertThat(line)
                                        .startsWith("upstream ledger")
                                        .contains("proxy.test,also.proxy.test", "3.0", "2026-06-04")
                                        .endsWith("2"),
                        line -> assertThat(line).startsWith("listener web").contains("90.0"),
                        line -> assertThat(line).isEmpty(),
                        line ->
                                assertThat(line)
                                        .isEqualTo(
                                                "upstream ledger: newer files are not used: it is empty"));
    }

    @Test
    void aProgramReadsTheSame() throws Exception {
        var ended = new ShownCertificate("listener web", identity("shop.test", -1), 1, null);

        assertThat(String.valueOf(StrictJson.object(page("json", ended)).get("certificates")))
                .contains(
                        "used_by=listener web",
                        "names=[shop.test, also.shop.test]",
                        "subject=CN=shop.test",
                        "issuer=CN=Test CA",
                        "days_left=-1",
                        "reading=1",
                        "problem=null")
                .doesNotContain("PRIVATE");
    }

    @Test
    void withoutTlsItSaysSo() {
        assertThat(page("text")).isEqualTo("no certificate is in service\n");
    }
}
