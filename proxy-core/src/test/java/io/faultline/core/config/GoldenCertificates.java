package io.faultline.core.config;

import io.faultline.core.tls.cert.Pem;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Certificates right and wrong in every way, made anew for each run: a golden file names their dates and
 * subjects, never their bytes.
 */
final class GoldenCertificates {

    /** Where the golden files expect them. */
    private static final Path FOLDER = Path.of("target/certificates");

    private static final Instant BEFORE = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

    private GoldenCertificates() {}

    static void write() throws IOException {
        Files.createDirectories(FOLDER);
        var authority = SelfMadeAuthority.create("Golden CA", BEFORE);
        var stranger = SelfMadeAuthority.create("Stranger CA", BEFORE);
        Issued good = authority.issue(server("good.test").valid(BEFORE, END));
        put("ca.pem", authority.self().certificatePem());
        put("good", good);
        put("again", authority.issue(server("good.test").valid(BEFORE, END)));
        put("ended", authority.issue(server("ended.test").valid(BEFORE, BEFORE.plusSeconds(60))));
        put("early", authority.issue(server("early.test").valid(LATER, END)));
        put("other", authority.issue(server("other.test").valid(BEFORE, END)));
        put("reversed.pem", authority.self().certificatePem() + good.certificatePem());
        put("gap.pem", good.certificatePem() + stranger.self().certificatePem());
        put("text.pem", "no PEM here\n");
        put("empty.pem", "");
        put("cut.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n");
        put("locked.key", Pem.of("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}));
        Files.write(FOLDER.resolve("binary.pem"), new byte[] {0x30, 1, 2, 3});
    }

    private static CertificateSpec server(String name) {
        return CertificateSpec.server(BEFORE, name);
    }

    private static void put(String name, Issued issued) throws IOException {
        put(name + ".pem", issued.certificatePem());
        put(name + ".key", issued.keyPem());
    }

    private static void put(String file, String text) throws IOException {
        Files.writeString(FOLDER.resolve(file), text);
    }
}
