package io.faultline.l7;

import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import io.faultline.testkit.tls.JdkTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import javax.net.ssl.SSLContext;

/** An authority made for one test, and the files of a server named localhost. */
public final class TestCertificates {

    public final Path folder;
    private final SelfMadeAuthority authority = SelfMadeAuthority.create("Test CA", Instant.now());
    private final Issued shop;

    public TestCertificates(Path folder) {
        this.folder = folder;
        write("ca.pem", authority.self().certificatePem());
        shop = put("shop", authority.issue(CertificateSpec.server(Instant.now(), "localhost")));
    }

    /** A client's certificate and key as files, and as they are. */
    public Issued client(String name, String... names) {
        return put(name, authority.issue(CertificateSpec.client(Instant.now(), name, names)));
    }

    private Issued put(String name, Issued issued) {
        write(name + ".pem", issued.certificatePem());
        write(name + ".key", issued.keyPem());
        return issued;
    }

    private void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String path(String file) {
        return folder.resolve(file).toString();
    }

    /** The server's {@code tls} section. @param more keys of it, as flow YAML */
    public String yaml(String more) {
        return "tls: { certificates: [ { cert: \"%s\", key: \"%s\" } ]%s }"
                .formatted(path("shop.pem"), path("shop.key"), more.isEmpty() ? "" : ", " + more);
    }

    /** A listener like that of {@link HttpBench#config} that speaks TLS. */
    public String config(String tls, String http, String endpoint) {
        return HttpBench.config(http, "", endpoint)
                .replace("    http:", "    " + yaml(tls) + "\n    http:");
    }

    public SSLContext trusting() {
        return JdkTls.trusting(authority.self().certificate());
    }

    /** As the server of these files. */
    public SSLContext serving() {
        return showing(shop);
    }

    public SSLContext showing(Issued issued) {
        return JdkTls.identified(
                authority.self().certificate(), issued.key(), issued.certificate());
    }
}
