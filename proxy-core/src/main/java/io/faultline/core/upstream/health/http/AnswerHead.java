package io.faultline.core.upstream.health.http;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer, read strictly: what two readers may understand in two ways is no good answer.
 *
 * @param length of the body, or one of the constants
 */
record AnswerHead(int status, long length) {

    static final long CHUNKED = -1;
    static final long UNTIL_CLOSE = -2;

    /** What is not HTTP, in a few words. */
    static final class NotHttp extends Exception {
        private static final long serialVersionUID = 1L;

        NotHttp(String rule) {
            super(rule, null, false, false);
        }

        String rule() {
            return String.valueOf(getMessage());
        }
    }

    // RFC 9112 4: the reason may be empty, some servers leave its space out.
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( [\\t \\x21-\\x7e\\x80-\\xff]*+)?");
    // RFC 9112 5: no space before the colon. A line that begins with one is a fold (5.2).
    private static final Pattern FIELD =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]++):([\\t \\x21-\\x7e\\x80-\\xff]*+)");
    private static final int MAX_LENGTH_DIGITS = 18;

    /**
     * @param text from the status line to the last field, each line with its CRLF
     * @param bodiless whether the request was one that gets no body
     */
    static AnswerHead parse(String text, boolean bodiless) throws NotHttp {
        String[] lines = text.split("\r\n", -1);
        Matcher statusLine = STATUS_LINE.matcher(lines[0]);
        if (!statusLine.matches()) {
            throw new NotHttp("no status line");
        }
        int status = Integer.parseInt(statusLine.group(1));
        String length = null;
        String coding = null;
        for (int i = 1; i < lines.length - 1; i++) {
            Matcher field = FIELD.matcher(lines[i]);
            if (!field.matches()) {
                throw new NotHttp("a line of the head is no field");
            }
            String value = field.group(2).strip();
            switch (field.group(1).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = once(length, value, "Content-Length");
                case "transfer-encoding" -> coding = once(coding, value, "Transfer-Encoding");
                default -> {}
            }
        }
        boolean none = bodiless || status < 200 || status == 204 || status == 304;
        return new AnswerHead(status, none ? 0 : length(length, coding));
    }

    private static String once(@Nullable String before, String value, String name) throws NotHttp {
        if (before != null && !before.equals(value)) {
            throw new NotHttp("two different " + name);
        }
        return value;
    }

    // RFC 9112 6.3.
    private static long length(@Nullable String length, @Nullable String coding) throws NotHttp {
        if (coding != null) {
            if (length != null) {
                throw new NotHttp("Transfer-Encoding and Content-Length");
            }
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new NotHttp("a Transfer-Encoding that was not asked for");
            }
            return CHUNKED;
        }
        if (length == null) {
            return UNTIL_CLOSE;
        }
        if (length.isEmpty()
                || length.length() > MAX_LENGTH_DIGITS
                || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new NotHttp("Content-Length is no number");
        }
        return Long.parseLong(length);
    }
}
