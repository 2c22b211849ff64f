package io.faultline.l7.structured;

import io.faultline.l7.structured.BareItem.Kind;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** RFC 9651 4.2.3.1: a bare item, whose first character says which. */
final class ItemReader {

    private static final int MOST_INTEGER_DIGITS = 15;
    private static final int MOST_WHOLE_DIGITS = 12; // of a decimal
    private static final int MOST_FRACTION_DIGITS = 3;
    private static final String IN_TOKEN = "!#$%&'*+-.^_`|~:/";
    private static final BareItem NOTHING = new BareItem(Kind.TOKEN, "");

    private final Cursor cursor;

    ItemReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Whatever it is when the cursor has failed. */
    BareItem read() {
        int first = cursor.peek();
        if (first == '-' || isDigit(first)) {
            return number();
        }
        if (first == '*' || isAlpha(first)) {
            return token();
        }
        return switch (first) {
            case '"' -> string();
            case ':' -> bytes();
            case '?' -> bool();
            case '@' -> date();
            case '%' -> display();
            default -> failed("no item begins like this");
        };
    }

    private BareItem failed(String rule) {
        cursor.fail(rule);
        return NOTHING;
    }

    // ---- numbers

    private BareItem number() {
        var text = new StringBuilder();
        if (cursor.take('-')) {
            text.append('-');
        }
        int whole = digits(text, MOST_INTEGER_DIGITS);
        if (whole == 0) {
            return failed("a number needs a digit");
        }
        if (whole > MOST_INTEGER_DIGITS) {
            return failed("a number has at most 15 digits");
        }
        if (!cursor.take('.')) {
            return new BareItem(Kind.INTEGER, text.toString());
        }
        if (whole > MOST_WHOLE_DIGITS) {
            return failed("a decimal has at most 12 digits before the point");
        }
        text.append('.');
        int fraction = digits(text, MOST_FRACTION_DIGITS);
        if (fraction == 0 || fraction > MOST_FRACTION_DIGITS) {
            return failed("a decimal has one to three digits behind the point");
        }
        return new BareItem(Kind.DECIMAL, text.toString());
    }

    /** @return how many there were, or one more than most */
    private int digits(StringBuilder into, int most) {
        int count = 0;
        while (isDigit(cursor.peek())) {
            if (++count > most) {
                return count;
            }
            into.append((char) cursor.take());
        }
        return count;
    }

    private BareItem date() {
        cursor.take('@');
        int first = cursor.peek();
        if (first != '-' && !isDigit(first)) {
            return failed("a date is a number of seconds");
        }
        BareItem seconds = number();
        return seconds.kind() == Kind.INTEGER
                ? new BareItem(Kind.DATE, seconds.text())
                : failed("a date has no fraction");
    }

    private BareItem bool() {
        cursor.take('?');
        if (cursor.take('1')) {
            return BareItem.TRUE;
        }
        return cursor.take('0') ? new BareItem(Kind.BOOLEAN, "0") : failed("a boolean is ?0 or ?1");
    }

    // ---- text

    private BareItem token() {
        var text = new StringBuilder();
        text.append((char) cursor.take());
        while (isInToken(cursor.peek())) {
            text.append((char) cursor.take());
        }
        return new BareItem(Kind.TOKEN, text.toString());
    }

    private BareItem string() {
        cursor.take('"');
        var text = new StringBuilder();
        while (true) {
            int c = cursor.take();
            if (c == '"') {
                return new BareItem(Kind.STRING, text.toString());
            }
            if (c == '\\') {
                c = cursor.take();
                if (c != '"' && c != '\\') {
                    return failed("only a quote and a backslash are escaped");
                }
            } else if (!isPrintable(c)) {
                return failed(c == Cursor.END ? "the string has no end" : "a string is ASCII");
            }
            text.append((char) c);
        }
    }

    private BareItem bytes() {
        cursor.take(':');
        var text = new StringBuilder();
        while (isBase64(cursor.peek())) {
            text.append((char) cursor.take());
        }
        if (!cursor.take(':')) {
            return failed("a byte sequence is base64 between colons");
        }
        return isWhole(text)
                ? new BareItem(Kind.BYTES, text.toString())
                : failed("that is no base64");
    }

    /** Padding may be missing (RFC 9651 4.2.7), but nothing comes behind it. */
    private static boolean isWhole(StringBuilder base64) {
        int padding = base64.indexOf("=");
        int digits = padding < 0 ? base64.length() : padding;
        int pads = base64.length() - digits;
        for (int i = digits; i < base64.length(); i++) {
            if (base64.charAt(i) != '=') {
                return false;
            }
        }
        return digits % 4 != 1 && (pads == 0 || pads <= 2 && (digits + pads) % 4 == 0);
    }

    private BareItem display() {
        cursor.take('%');
        if (!cursor.take('"')) {
            return failed("a display string begins with %\"");
        }
        var utf8 = ByteBuffer.allocate(ListReader.MOST_BYTES);
        while (true) {
            int c = cursor.take();
            if (c == '"') {
                return decoded(utf8.flip());
            }
            if (c == '%') {
                c = hex(cursor.take()) << 4 | hex(cursor.take());
                if (c < 0) {
                    return failed("a percent sign is followed by two lower-case hex digits");
                }
            } else if (!isPrintable(c)) {
                return failed(c == Cursor.END ? "the string has no end" : "a string is ASCII");
            }
            utf8.put((byte) c);
        }
    }

    private BareItem decoded(ByteBuffer utf8) {
        var text = CharBuffer.allocate(utf8.remaining());
        var decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        return decoder.decode(utf8, text, true).isUnderflow()
                ? new BareItem(Kind.DISPLAY_STRING, text.flip().toString())
                : failed("a display string is UTF-8");
    }

    private static int hex(int c) {
        if (isDigit(c)) {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    // ---- characters

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isAlpha(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isInToken(int c) {
        return isAlpha(c) || isDigit(c) || c > 0 && IN_TOKEN.indexOf(c) >= 0;
    }

    private static boolean isPrintable(int c) {
        return c >= ' ' && c <= '~';
    }

    private static boolean isBase64(int c) {
        return isAlpha(c) || isDigit(c) || c == '+' || c == '/' || c == '=';
    }
}
