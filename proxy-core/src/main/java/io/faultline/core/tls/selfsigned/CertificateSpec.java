package io.faultline.core.tls.selfsigned;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a certificate shall say.
 *
 * @param names DNS names, IP addresses and URIs it is for
 * @param use what for, where it is no authority
 */
public record CertificateSpec(
        String commonName,
        List<String> names,
        Instant notBefore,
        Instant notAfter,
        Use use,
        KeyKind keyKind) {

    /** What the key may do. */
    public enum Use {
        SERVER,
        CLIENT,
        AUTHORITY
    }

    public enum KeyKind {
        EC,
        RSA
    }

    private static final Duration YEAR = Duration.ofDays(365);

    public CertificateSpec {
        names = List.copyOf(names);
    }

    /** For a server of these names, good from an hour ago for a year; the first name is the subject. */
    public static CertificateSpec server(Instant now, String... names) {
        return of(Use.SERVER, now, List.of(names).getFirst(), List.of(names));
    }

    public static CertificateSpec client(Instant now, String commonName, String... names) {
        return of(Use.CLIENT, now, commonName, List.of(names));
    }

    static CertificateSpec authority(Instant now, String commonName) {
        return of(Use.AUTHORITY, now, commonName, List.of());
    }

    private static CertificateSpec of(Use use, Instant now, String subject, List<String> names) {
        return new CertificateSpec(
                subject,
                new ArrayList<>(names),
                now.minus(Duration.ofHours(1)),
                now.plus(YEAR),
                use,
                KeyKind.EC);
    }

    public CertificateSpec valid(Instant from, Instant to) {
        return new CertificateSpec(commonName, names, from, to, use, keyKind);
    }
}
