package io.faultline.core.tls.selfsigned;

import io.faultline.core.tls.cert.Der;
import io.faultline.core.tls.selfsigned.CertificateSpec.KeyKind;
import io.faultline.core.tls.selfsigned.CertificateSpec.Use;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An authority that nobody trusts until its certificate is given to them: it signs certificates for the
 * demo and for tests. A few fields of RFC 5280, and no more.
 */
public final class SelfMadeAuthority {

    private static final String EC_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String ALT_NAMES = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String EXTENDED_USAGE = "2.5.29.37";
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final int DIGITAL_SIGNATURE = 0x80;
    private static final int SIGN_CERTIFICATES = 0x06; // and revocation lists
    private static final BigInteger VERSION_3 = BigInteger.TWO;
    private static final int SERIAL_BITS = 120;
    private static final int RSA_BITS = 2048;

    private final SecureRandom random = new SecureRandom();
    private final String name;
    private final KeyPair keys;
    private final Issued self;

    private SelfMadeAuthority(String name, Instant now) throws GeneralSecurityException {
        this.name = name;
        this.keys = newKeys(KeyKind.EC);
        this.self = sign(CertificateSpec.authority(now, name), keys);
    }

    public static SelfMadeAuthority create(String name, Instant now) {
        try {
            return new SelfMadeAuthority(name, now);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes EC keys", e);
        }
    }

    /** The certificate others must trust, with the authority's own key. */
    public Issued self() {
        return self;
    }

    public Issued issue(CertificateSpec spec) {
        try {
            return sign(spec, newKeys(spec.keyKind()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign " + spec, e);
        }
    }

    private static KeyPair newKeys(KeyKind kind) throws GeneralSecurityException {
        if (kind == KeyKind.RSA) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            return generator.generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private Issued sign(CertificateSpec spec, KeyPair subject) throws GeneralSecurityException {
        byte[] algorithm = Der.sequence(Der.objectId(EC_WITH_SHA256));
        byte[] body = body(spec, subject.getPublic(), algorithm);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(body);
        byte[] der = Der.sequence(body, algorithm, Der.bits(signature.sign()));
        var certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(new ByteArrayInputStream(der));
        return new Issued(certificate, subject.getPrivate());
    }

    // RFC 5280 4.1: TBSCertificate
    private byte[] body(CertificateSpec spec, PublicKey key, byte[] algorithm) {
        return Der.sequence(
                Der.explicit(0, Der.integer(VERSION_3)),
                Der.integer(new BigInteger(SERIAL_BITS, random)),
                algorithm,
                name(name),
                Der.sequence(Der.time(spec.notBefore()), Der.time(spec.notAfter())),
                name(spec.commonName()),
                key.getEncoded(),
                Der.explicit(3, Der.sequence(extensions(spec))));
    }

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.objectId(COMMON_NAME), Der.utf8(commonName))));
    }

    private static byte[][] extensions(CertificateSpec spec) {
        List<byte[]> all = new ArrayList<>();
        if (spec.use() == Use.AUTHORITY) {
            all.add(critical(BASIC_CONSTRAINTS, Der.sequence(Der.yes())));
            all.add(critical(KEY_USAGE, Der.flags(SIGN_CERTIFICATES, 1)));
        } else {
            all.add(critical(KEY_USAGE, Der.flags(DIGITAL_SIGNATURE, 7)));
            String use = spec.use() == Use.SERVER ? SERVER_AUTH : CLIENT_AUTH;
            all.add(extension(EXTENDED_USAGE, Der.sequence(Der.objectId(use))));
        }
        if (!spec.names().isEmpty()) {
            byte[][] names =
                    spec.names().stream().map(SelfMadeAuthority::altName).toArray(byte[][]::new);
            all.add(extension(ALT_NAMES, Der.sequence(names)));
        }
        return all.toArray(byte[][]::new);
    }

    private static byte[] altName(String name) {
        if (name.contains("://")) {
            return Der.implicit(6, name.getBytes(StandardCharsets.US_ASCII));
        }
        boolean address = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
        return address
                ? Der.implicit(7, InetAddress.ofLiteral(name).getAddress())
                : Der.implicit(2, name.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] extension(String id, byte[] value) {
        return Der.sequence(Der.objectId(id), Der.octets(value));
    }

    private static byte[] critical(String id, byte[] value) {
        return Der.sequence(Der.objectId(id), Der.yes(), Der.octets(value));
    }
}
