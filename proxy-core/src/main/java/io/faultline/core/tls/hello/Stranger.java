package io.faultline.core.tls.hello;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The first bytes of somebody who does not speak TLS: as many as it takes to tell an operator what it
 * is. Of text that is a line, of anything else eight bytes; so the answer does not depend on how the
 * bytes were cut.
 */
public final class Stranger {

    /** What those look like who forgot the s of https. */
    public static final String HTTP = "HTTP";

    private static final String HTTP_ANSWER = "an HTTP answer";

    private static final int MOST_TEXT = 64;
    private static final int BINARY = 8;
    private static final int SHOWN_IN_HEX = 16;

    private static final String PROXY_V2 = "\r\n\r\n\0\r\nQ"; // how its signature begins
    private static final String POSTGRES_SSL = "\0\0\0\b\u0004\u00d2\u0016/"; // SSLRequest

    private static final String MYSQL_GREETING = "\0\n"; // packet 0, protocol 10
    private static final int MYSQL_GREETING_AT = 3;

    private final byte[] seen = new byte[MOST_TEXT];
    private int size;

    /** Takes one more byte; true when it was the last one that is needed. */
    boolean take(byte one) {
        seen[size++] = one;
        if (!isText(seen[0])) {
            return size == BINARY;
        }
        return size == MOST_TEXT || !isText(one) && one != '\r' && one != '\t';
    }

    Peeked verdict() {
        String text = new String(seen, 0, size, StandardCharsets.ISO_8859_1);
        return new Peeked.NotTls(looksLike(text), shown(text));
    }

    private String looksLike(String text) {
        if (text.startsWith("PROXY ") || text.startsWith(PROXY_V2)) {
            return "a PROXY header";
        }
        if (isHttp(text)) {
            return HTTP;
        }
        if (text.startsWith("HTTP/1.")) {
            return HTTP_ANSWER;
        }
        if (text.startsWith("SSH-")) {
            return "SSH";
        }
        if (text.startsWith("EHLO") || text.startsWith("HELO")) {
            return "SMTP";
        }
        if (text.startsWith("220") || text.startsWith("* OK") || text.startsWith("+OK")) {
            return "a mail or FTP server's greeting";
        }
        if (text.startsWith("-ERR ") || text.startsWith("-DENIED ")) {
            return "Redis";
        }
        if (text.startsWith(MYSQL_GREETING, MYSQL_GREETING_AT)) {
            return "MySQL, which greets first";
        }
        if (text.equals(POSTGRES_SSL)) {
            return "PostgreSQL, which asks for TLS in its own way";
        }
        if (text.startsWith("\u0003\0")) {
            return "RDP";
        }
        if (text.startsWith("\u0016\u00fe")) {
            return "DTLS";
        }
        if (size >= 3 && (seen[0] & 0x80) != 0 && seen[2] == 1) {
            return "an SSL 2 hello";
        }
        return isText(seen[0]) ? "plain text" : "a binary protocol";
    }

    private static boolean isHttp(String text) {
        int space = text.indexOf(' ');
        if (space < 3 || space + 1 == text.length()) {
            return false;
        }
        for (int i = 0; i < space; i++) {
            if (text.charAt(i) < 'A' || text.charAt(i) > 'Z') {
                return false;
            }
        }
        char target = text.charAt(space + 1);
        return target == '/' || target == '*' || text.contains(" HTTP/");
    }

    /** {@code 47 45 54 20 "GET "}, as a person compares it with a packet capture. */
    private String shown(String text) {
        var printable = new StringBuilder(size);
        for (int i = 0; i < size; i++) {
            char one = text.charAt(i);
            printable.append(one >= ' ' && one <= '~' ? one : '.');
        }
        HexFormat hex = HexFormat.ofDelimiter(" ");
        return hex.formatHex(seen, 0, Math.min(size, SHOWN_IN_HEX)) + " \"" + printable + '"';
    }

    private static boolean isText(byte one) {
        return one >= ' ' && one <= '~';
    }
}
