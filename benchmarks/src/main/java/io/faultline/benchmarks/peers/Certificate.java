package io.faultline.benchmarks.peers;

import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;

/**
 * One certificate (P-256) for everybody, in each of the shapes that servers want.
 *
 * @param both the certificate and behind it the key, as HAProxy reads it
 * @param store PKCS #12, for servers in Java; its password is {@link #PASSWORD}
 */
public record Certificate(Path cert, Path key, Path both, Path store) {

    public static final String PASSWORD = "bench";

    public static Certificate in(Path folder) throws IOException {
        var now = Instant.now();
        var issued =
                SelfMadeAuthority.create("Benchmark", now)
                        .issue(CertificateSpec.server(now, "bench.example", "127.0.0.1"));
        var made =
                new Certificate(
                        folder.resolve("cert.pem"),
                        folder.resolve("key.pem"),
                        folder.resolve("both.pem"),
                        folder.resolve("store.p12"));
        Files.writeString(made.cert, issued.certificatePem());
        Files.writeString(made.key, issued.keyPem());
        Files.writeString(made.both, issued.certificatePem() + issued.keyPem());
        try (var out = Files.newOutputStream(made.store)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "bench",
                    issued.key(),
                    PASSWORD.toCharArray(),
                    new java.security.cert.Certificate[] {issued.certificate()});
            store.store(out, PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate for the run: " + e, e);
        }
        return made;
    }
}
