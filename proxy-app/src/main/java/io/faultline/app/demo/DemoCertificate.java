package io.faultline.app.demo;

import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate that lives as long as the demo does, in files as the configuration wants it. */
final class DemoCertificate implements AutoCloseable {

    static final String CERT = "demo.pem";
    static final String KEY = "demo.key";

    private final Path folder;
    private final Issued authority;

    private DemoCertificate(Path folder, Issued authority) {
        this.folder = folder;
        this.authority = authority;
    }

    static DemoCertificate create() throws IOException {
        Instant now = Instant.now();
        SelfMadeAuthority authority = SelfMadeAuthority.create("Faultline demo", now);
        Issued server = authority.issue(CertificateSpec.server(now, "localhost", "127.0.0.1"));
        Path folder = Files.createTempDirectory("faultline-demo"); // nobody else may read it
        Files.writeString(folder.resolve(CERT), server.certificatePem());
        Files.writeString(folder.resolve(KEY), server.keyPem());
        return new DemoCertificate(folder, authority.self());
    }

    /** Where a configuration would have to be that names the files alone. */
    Path beside(String name) {
        return folder.resolve(name);
    }

    /** For a client that trusts the demo, and nothing else. */
    SSLContext trusting() {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("demo", authority.certificate());
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every JDK can trust a certificate", e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(folder.resolve(CERT));
            Files.deleteIfExists(folder.resolve(KEY));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // A demo's key in a private temporary folder: the system's own cleaning takes it.
        }
    }
}
