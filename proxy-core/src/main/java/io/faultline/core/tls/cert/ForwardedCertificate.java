package io.faultline.core.tls.cert;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client's certificate in one line, in the form that Envoy made common for {@code
 * X-Forwarded-Client-Cert}: {@code Hash=...;Subject="CN=batch";URI=spiffe://...;DNS=batch.internal}.
 *
 * <p>Who asks an authority for a certificate chooses the text in it. So whatever could end the line,
 * the value or the quotes is escaped, and what is not printable ASCII is percent-encoded: nobody can
 * write a second identity into the first.
 */
public final class ForwardedCertificate {

    private static final int DNS = 2;
    private static final int URI = 6;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private ForwardedCertificate() {}

    public static String line(X509Certificate certificate, String fingerprint) {
        var line = new StringBuilder("Hash=").append(fingerprint).append(";Subject=\"");
        append(line, certificate.getSubjectX500Principal().getName(), true);
        line.append('"');
        for (List<?> name : alternatives(certificate)) {
            String key = key(name.getFirst());
            if (key != null) {
                line.append(key);
                value(line, String.valueOf(name.get(1)));
            }
        }
        return line.toString();
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null ? List.of() : all;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static @Nullable String key(Object kind) {
        return kind.equals(URI) ? ";URI=" : kind.equals(DNS) ? ";DNS=" : null;
    }

    private static void value(StringBuilder line, String text) {
        boolean plain = text.chars().noneMatch(c -> ",;=\"\\ ".indexOf(c) >= 0);
        if (plain) {
            append(line, text, false);
        } else {
            line.append('"');
            append(line, text, true);
            line.append('"');
        }
    }

    private static void append(StringBuilder line, String text, boolean quoted) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ' || b > '~') { // bytes above 0x7f are negative
                line.append('%').append(HEX.toHexDigits(b));
                continue;
            }
            if (quoted && (b == '"' || b == '\\')) {
                line.append('\\');
            }
            line.append((char) b);
        }
    }
}
