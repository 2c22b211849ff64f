package io.faultline.core.tls;

import io.faultline.core.wire.Chunk;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Tells TLS from what speaks in plain text, and names the latter by its first bytes. */
final class PlainText {

    private static final int MOST_SEEN = 48;
    private static final int ALERT = 0x15;
    private static final int HANDSHAKE = 0x16;

    private PlainText() {}

    /** RFC 8446 5.1: a stream begins with a handshake record, or with an alert from a server. */
    static boolean isTls(byte first) {
        return first == HANDSHAKE || first == ALERT;
    }

    static byte[] copy(Chunk chunk, int from, int to) {
        var copy = new byte[Math.min(MOST_SEEN, to - from)];
        chunk.buffer().get(from, copy);
        return copy;
    }

    /** What the bytes look like, in words. */
    static String looksLike(byte[] seen) {
        String text = new String(seen, StandardCharsets.ISO_8859_1);
        String upper = text.toUpperCase(Locale.ROOT);
        if (upper.startsWith("SSH-")) {
            return "SSH";
        }
        if (upper.startsWith("PROXY ") || text.startsWith("\r\n\r\n\0\r\nQUIT")) {
            return "a PROXY protocol header";
        }
        if (upper.startsWith("PRI * HTTP/2")) {
            return "HTTP/2 without TLS";
        }
        if (upper.startsWith("HTTP/")) {
            return "an HTTP response";
        }
        if (upper.matches("(?s)[A-Z]{3,10} [^ \\r\\n]{1,48}.*")) {
            return "an HTTP request";
        }
        if (upper.matches("(?s)(EHLO|HELO)[ \\r\\n].*") || upper.startsWith("220")) {
            return "SMTP or FTP";
        }
        if (upper.startsWith("* OK") || upper.startsWith("+OK")) {
            return "IMAP or POP3";
        }
        if (seen.length > 2 && (seen[0] & 0x80) != 0 && seen[2] == 1) {
            return "an SSLv2 hello";
        }
        return "no protocol we know";
    }

    /** The bytes themselves, unprintable ones as a dot. */
    static String printable(byte[] seen) {
        var text = new StringBuilder();
        for (byte each : seen) {
            text.append(each >= ' ' && each < 0x7f ? (char) each : '.');
        }
        return text.toString();
    }
}
