package io.faultline.core.tls.cert;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of PEM blocks (RFC 7468).
 *
 * @param blocks in the order of the file; text between them is skipped
 */
public record PemFile(Path path, List<Block> blocks) {

    /** {@code -----BEGIN label-----}, and what it holds; encrypted in the old way or not. */
    public record Block(String label, byte[] content, boolean encrypted) {}

    private static final int MOST_BYTES = 4 << 20; // a bundle of all public authorities has 0.3 MB
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    static PemFile read(Path path) throws BadFile {
        byte[] bytes = bytes(path);
        List<Block> blocks = blocks(path, new String(bytes, StandardCharsets.ISO_8859_1));
        if (blocks.isEmpty()) {
            throw new BadFile(path, notPem(path, bytes));
        }
        return new PemFile(path, blocks);
    }

    private static byte[] bytes(Path path) throws BadFile {
        try {
            if (Files.isDirectory(path)) {
                throw new BadFile(path, "is a directory. Give the file in it.");
            }
            if (Files.size(path) > MOST_BYTES) {
                throw new BadFile(path, "is larger than 4 MiB: is this the right file?");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new BadFile(
                    path, "does not exist. Relative paths start beside the configuration file.");
        } catch (AccessDeniedException e) {
            throw new BadFile(
                    path,
                    "may not be read by user %s. Check owner and mode, and the folders above: namei -l %s"
                            .formatted(System.getProperty("user.name"), path));
        } catch (IOException e) {
            throw new BadFile(path, "cannot be read: " + e.getMessage() + ".");
        }
    }

    private static String notPem(Path path, byte[] bytes) {
        if (bytes.length == 0) {
            return "is empty.";
        }
        boolean der = bytes[0] == 0x30;
        return der
                ? "is not PEM, but looks like DER or PKCS#12. Convert it: openssl x509 -inform der -in %1$s -out cert.pem, or openssl pkcs12 -in %1$s -nodes -out all.pem"
                        .formatted(path)
                : "is not PEM: it has no line '-----BEGIN ...-----'.";
    }

    private static List<Block> blocks(Path path, String text) throws BadFile {
        List<Block> blocks = new ArrayList<>();
        String label = null;
        boolean encrypted = false;
        var body = new StringBuilder();
        for (String each : (Iterable<String>) text.lines()::iterator) {
            String line = each.strip();
            if (label == null) {
                label = labelIn(line, BEGIN);
                encrypted = false;
                body.setLength(0);
            } else if (line.startsWith(END)) {
                blocks.add(new Block(label, decoded(path, label, body), encrypted));
                label = null;
            } else if (line.indexOf(':') > 0) {
                encrypted |= line.contains("ENCRYPTED"); // Proc-Type: 4,ENCRYPTED
            } else {
                body.append(line);
            }
        }
        if (label != null) {
            throw new BadFile(path, "ends within a block: no '-----END %s-----'.".formatted(label));
        }
        return blocks;
    }

    private static @Nullable String labelIn(String line, String begin) {
        return line.startsWith(begin) && line.endsWith(DASHES) && line.length() > begin.length() + 5
                ? line.substring(begin.length(), line.length() - DASHES.length())
                : null;
    }

    private static byte[] decoded(Path path, String label, StringBuilder body) throws BadFile {
        try {
            return Base64.getDecoder().decode(body.toString());
        } catch (IllegalArgumentException e) {
            throw new BadFile(path, "is damaged: the block '%s' is not base64.".formatted(label));
        }
    }

    /** All certificates of the file, at least one. */
    static List<X509Certificate> certificates(Path path) throws BadFile {
        List<X509Certificate> found = new ArrayList<>();
        for (Block block : read(path).blocks()) {
            if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
                found.add(certificate(path, block, found.size() + 1));
            }
        }
        if (found.isEmpty()) {
            throw new BadFile(
                    path,
                    "holds no certificate. Is it the key, and the other file the certificate?");
        }
        return found;
    }

    private static X509Certificate certificate(Path path, Block block, int number) throws BadFile {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.content()));
        } catch (CertificateException e) {
            throw new BadFile(
                    path,
                    "is damaged: its certificate number %d cannot be read. Look: openssl x509 -text -noout -in %s"
                            .formatted(number, path));
        }
    }
}
