package io.faultline.l4.tls;

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

/** Certificates made for one test, as files in a folder. */
public final class CertificateFolder {

    public final SelfMadeAuthority authority = SelfMadeAuthority.create("Test CA", Instant.now());
    public final Path path;

    public CertificateFolder(Path path) {
        this.path = path;
        write("ca.pem", authority.self().certificatePem());
    }

    /** Writes {@code name.pem} and {@code name.key} for these DNS names and addresses. */
    public Issued server(String name, String... names) {
        return write(name, authority.issue(CertificateSpec.server(Instant.now(), names)));
    }

    public Issued client(String name, String... names) {
        return write(name, authority.issue(CertificateSpec.client(Instant.now(), name, names)));
    }

    public Issued write(String name, Issued issued) {
        write(name + ".pem", issued.certificatePem());
        write(name + ".key", issued.keyPem());
        return issued;
    }

    public void write(String file, String text) {
        try {
            Files.writeString(path.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Flow YAML for one entry of {@code certificates}. */
    public String yaml(String name) {
        return "{ cert: %1$s/%2$s.pem, key: %1$s/%2$s.key }".formatted(path, name);
    }

    /** A client that trusts the authority. */
    public SSLContext trusting() {
        return JdkTls.trusting(authority.self().certificate());
    }

    /** A client or server that trusts the authority and shows this. */
    public SSLContext showing(Issued issued) {
        return JdkTls.identified(
                authority.self().certificate(), issued.key(), issued.certificate());
    }
}
