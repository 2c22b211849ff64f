package io.faultline.testkit.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Contexts of the JDK's TLS, for one end of a connection. */
public final class JdkTls {

    private static final char[] NO_PASSWORD = new char[0];

    private JdkTls() {}

    /** An end that trusts this authority and shows nothing itself. */
    public static SSLContext trusting(X509Certificate authority) {
        return context(authority, new KeyManager[0]);
    }

    /** An end that trusts this authority and has a certificate of its own. */
    public static SSLContext identified(
            X509Certificate authority, PrivateKey key, X509Certificate... chain) {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("own", key, NO_PASSWORD, chain);
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, NO_PASSWORD);
            return context(authority, keys.getKeyManagers());
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context(X509Certificate authority, KeyManager[] keys) {
        try {
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry("ca", authority);
            var trusting =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusting.init(trust);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trusting.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
