package io.faultline.app.cli.remote;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.core.tls.cert.BadFile;
import io.faultline.core.tls.cert.ChainVerifier;
import io.faultline.core.tls.cert.Identity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whom a command believes to be the admin port, and who it is itself, from PEM files. */
final class AdminTrust {

    private static final char[] NO_PASSWORD = {};

    private AdminTrust() {}

    static SSLContext context(@Nullable Path ca, @Nullable Path certificate, @Nullable Path key) {
        if ((certificate == null) != (key == null)) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--admin-cert and --admin-key belong together.");
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    certificate == null || key == null ? null : shown(certificate, key),
                    ca == null ? null : believed(ca),
                    null);
            return context;
        } catch (BadFile bad) {
            throw new CommandFailed(ExitCode.USAGE, bad.sentence());
        } catch (GeneralSecurityException | IOException e) {
            throw new CommandFailed(ExitCode.FAILED, "no TLS: " + e.getMessage());
        }
    }

    private static KeyManager[] shown(Path certificate, Path key)
            throws BadFile, GeneralSecurityException, IOException {
        Identity identity = Identity.read(certificate, key);
        KeyStore store = empty();
        store.setKeyEntry(
                "own",
                identity.key(),
                NO_PASSWORD,
                identity.chain().toArray(new X509Certificate[0]));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        return keys.getKeyManagers();
    }

    private static TrustManager[] believed(Path ca)
            throws BadFile, GeneralSecurityException, IOException {
        byte[] pem = ChainVerifier.ofServers(ca).authoritiesPem();
        KeyStore store = empty();
        int number = 0;
        for (Certificate each :
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(pem))) {
            store.setCertificateEntry("authority" + number++, each);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust.getTrustManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
