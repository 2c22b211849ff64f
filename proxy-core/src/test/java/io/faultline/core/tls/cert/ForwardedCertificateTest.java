package io.faultline.core.tls.cert;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.tls.TestPki;
import org.junit.jupiter.api.Test;

class ForwardedCertificateTest {

    private static String line(String commonName, String... names) {
        return ForwardedCertificate.line(TestPki.client(commonName, names).certificate(), "ab12");
    }

    /** As a reader of quoted strings sees it: escaped characters are only characters. */
    private static String withoutEscapes(String line) {
        return line.replaceAll("\\\\.", "");
    }

    @Test
    void hashSubjectUrisAndNamesAsTheyStandInTheCertificate() {
        assertThat(line("batch", "batch.internal", "spiffe://cluster/batch", "10.0.0.1"))
                .isEqualTo(
                        "Hash=ab12;Subject=\"CN=batch\";DNS=batch.internal;URI=spiffe://cluster/batch");
    }

    @Test
    void nobodyWritesASecondIdentityIntoTheFirst() {
        String line = withoutEscapes(line("x\";DNS=admin.internal;Subject=\"CN=root"));

        assertThat(line.chars().filter(c -> c == '"').count()).isEqualTo(2);
        assertThat(line).startsWith("Hash=ab12;Subject=\"").endsWith("\"");
    }

    /** RFC 2253 has escapes of its own; ours come on top of them, and go first. */
    @Test
    void whoTakesTheEscapesAwayHasTheSubjectAsItIs() {
        var certificate = TestPki.client("a\\\"b").certificate();
        String line = ForwardedCertificate.line(certificate, "ab12");
        String quoted = line.substring(line.indexOf('"') + 1, line.length() - 1);

        assertThat(quoted.replaceAll("\\\\(.)", "$1"))
                .isEqualTo(certificate.getSubjectX500Principal().getName());
    }

    @Test
    void linesCannotBeEndedAndWhatIsNotAsciiIsEncoded() {
        assertThat(line("a\r\nX-Admin: yes")).doesNotContain("\r", "\n").contains("%0D%0AX-Admin");
        assertThat(line("Zo\u00eb")).contains("CN=Zo%C3%AB");
    }

    @Test
    void aNameWithASeparatorIsQuoted() {
        assertThat(line("x", "urn://a;DNS=admin")).endsWith(";URI=\"urn://a;DNS=admin\"");
    }
}
