package io.faultline.l7.structured;

/**
 * A value without its parameters.
 *
 * @param text what it says: of a string without quotes and escapes, of a byte sequence its base64, of a
 *     boolean {@code 1} or {@code 0}, of a number its digits as they came, of a date its seconds
 */
public record BareItem(Kind kind, String text) {

    /** The types of RFC 9651 3.3. */
    public enum Kind {
        INTEGER,
        DECIMAL,
        STRING,
        TOKEN,
        BYTES,
        BOOLEAN,
        DATE,
        DISPLAY_STRING
    }

    /** RFC 9651 3.1.2: a parameter without a value is true. */
    static final BareItem TRUE = new BareItem(Kind.BOOLEAN, "1");

    public boolean isToken() {
        return kind == Kind.TOKEN;
    }

    public boolean isText() {
        return kind == Kind.TOKEN || kind == Kind.STRING;
    }
}
