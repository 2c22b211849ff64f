package io.faultline.app.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) strictly into maps, lists, strings, numbers and booleans: a name that stands
 * twice, or anything behind the end, is an error, for it can be read in two ways. Small texts only; a
 * whole number is a {@link Long}, any other a {@link Double}.
 */
public final class JsonReader {

    private static final int DEEPEST = 32;

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * One object and nothing else.
     *
     * @throws IllegalArgumentException with a sentence, when it is none
     */
    public static JsonObject object(String text) {
        JsonReader reader = new JsonReader(text);
        reader.space();
        if (reader.peek() != '{') {
            throw reader.wrong("this is no JSON object");
        }
        Map<String, @Nullable Object> object = reader.members(0);
        reader.space();
        if (reader.at < text.length()) {
            throw reader.wrong("something stands behind the end");
        }
        return new JsonObject(object);
    }

    private @Nullable Object value(int depth) {
        space();
        return switch (peek()) {
            case '{' -> new JsonObject(members(depth + 1));
            case '[' -> elements(depth + 1);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> members(int depth) {
        enter(depth);
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (isOver('}')) {
            return members;
        }
        do {
            space();
            String name = string();
            space();
            expect(':');
            if (members.containsKey(name)) {
                throw wrong("'" + name + "' stands twice");
            }
            members.put(name, value(depth));
        } while (goesOn('}'));
        return members;
    }

    private List<@Nullable Object> elements(int depth) {
        enter(depth);
        List<@Nullable Object> elements = new ArrayList<>();
        if (isOver(']')) {
            return elements;
        }
        do {
            elements.add(value(depth));
        } while (goesOn(']'));
        return elements;
    }

    private void enter(int depth) {
        at++;
        if (depth > DEEPEST) {
            throw wrong("it is too deep");
        }
    }

    private boolean isOver(char bracket) {
        space();
        if (peek() == bracket) {
            at++;
            return true;
        }
        return false;
    }

    private boolean goesOn(char bracket) {
        space();
        if (peek() == ',') {
            at++;
            return true;
        }
        expect(bracket);
        return false;
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                return out.toString();
            }
            if (c < ' ') { // RFC 8259 7: control characters must be escaped. Also the end of the
                // text.
                throw wrong("a string does not end");
            }
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("there is no escape \\" + c);
        };
    }

    private char unicode() {
        int value = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw wrong("\\u needs four digits");
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong("this is no value");
        }
        at += word.length();
        return value;
    }

    private Object number() {
        int begin = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(begin, at);
        boolean whole = digits.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
        try {
            // RFC 8259 6: no plus in front, no leading zero, a digit at both ends of the point.
            if (!isNumber(digits)) {
                throw wrong("this is no value");
            }
            if (whole) {
                return Long.parseLong(digits);
            }
            return Double.parseDouble(digits);
        } catch (NumberFormatException tooLarge) {
            throw wrong("this number is too large");
        }
    }

    private static boolean isNumber(String digits) {
        int i = digits.startsWith("-") ? 1 : 0;
        int whole = skip(digits, i);
        if (whole == i || digits.charAt(i) == '0' && whole > i + 1) {
            return false;
        }
        i = whole;
        if (i < digits.length() && digits.charAt(i) == '.') {
            int fraction = skip(digits, i + 1);
            if (fraction == i + 1) {
                return false;
            }
            i = fraction;
        }
        if (i < digits.length() && "eE".indexOf(digits.charAt(i)) >= 0) {
            i++;
            if (i < digits.length() && "+-".indexOf(digits.charAt(i)) >= 0) {
                i++;
            }
            int exponent = skip(digits, i);
            return exponent > i && exponent == digits.length();
        }
        return i == digits.length();
    }

    private static int skip(String digits, int from) {
        int i = from;
        while (i < digits.length() && digits.charAt(i) >= '0' && digits.charAt(i) <= '9') {
            i++;
        }
        return i;
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong("'" + c + "' is missing");
        }
        at++;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(what + " (at character " + (at + 1) + ")");
    }
}
