package io.faultline.core.tls.cert;

import io.faultline.core.tls.cert.PemFile.Block;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/** Reads the private key of a certificate, in any of the forms OpenSSL writes, and proves that it is. */
final class PrivateKeyFile {

    private static final String PKCS8 = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final String RSA = "RSA PRIVATE KEY"; // PKCS#1
    private static final String EC = "EC PRIVATE KEY"; // SEC 1

    private final Path path;
    private final Path certificatePath;
    private final PublicKey publicKey;

    private PrivateKeyFile(Path path, Path certificatePath, PublicKey publicKey) {
        this.path = path;
        this.certificatePath = certificatePath;
        this.publicKey = publicKey;
    }

    static PrivateKey read(Path path, Path certificatePath, X509Certificate certificate)
            throws BadFile {
        var file = new PrivateKeyFile(path, certificatePath, certificate.getPublicKey());
        return file.read(PemFile.read(path));
    }

    static boolean isFor(Path path, Path certificatePath, X509Certificate certificate) {
        try {
            read(path, certificatePath, certificate);
            return true;
        } catch (BadFile other) {
            return false;
        }
    }

    private PrivateKey read(PemFile file) throws BadFile {
        for (Block block : file.blocks()) {
            if (block.encrypted() || block.label().equals(ENCRYPTED)) {
                throw new BadFile(
                        path,
                        "is encrypted, and nobody is there to type its password. Decrypt it: openssl pkey -in %s -out plain.key, and let only the proxy's user read that"
                                .formatted(path));
            }
            byte[] encoded = pkcs8(block);
            if (encoded != null) {
                return proven(decode(encoded));
            }
        }
        throw new BadFile(
                path,
                "holds no private key, only: %s. Keys are PEM: PKCS#8, PKCS#1 or EC."
                        .formatted(file.blocks().stream().map(Block::label).distinct().toList()));
    }

    /** The older forms leave out which algorithm they are for; the certificate knows it. */
    private byte @Nullable [] pkcs8(Block block) throws BadFile {
        String wanted =
                switch (block.label()) {
                    case RSA -> "RSA";
                    case EC -> "EC";
                    default -> null;
                };
        if (wanted == null) {
            return block.label().equals(PKCS8) ? block.content() : null;
        }
        if (!publicKey.getAlgorithm().equals(wanted)) {
            throw mismatch();
        }
        return Der.sequence(
                Der.integer(BigInteger.ZERO),
                Der.firstOf(publicKey.getEncoded()),
                Der.octets(block.content()));
    }

    private PrivateKey decode(byte[] encoded) throws BadFile {
        try {
            return KeyFactory.getInstance(publicKey.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw mismatch();
        }
    }

    private PrivateKey proven(PrivateKey key) throws BadFile {
        String algorithm =
                switch (publicKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> publicKey.getAlgorithm();
                };
        try {
            byte[] sample = {1, 2, 3, 4};
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(sample);
            if (signature.verify(signed)) {
                return key;
            }
        } catch (GeneralSecurityException e) {
            // A key of another kind or size: the same sentence.
        }
        throw mismatch();
    }

    private BadFile mismatch() {
        return new BadFile(
                path,
                "is not the key of %1$s. Compare: openssl x509 -noout -pubkey -in %1$s; openssl pkey -pubout -in %2$s"
                        .formatted(certificatePath, path));
    }
}
