package io.faultline.core.observe.text;

import org.jspecify.annotations.Nullable;

/**
 * Writes JSON (RFC 8259) as it is told, member by member, with the commas and escapes right. By
 * hand, because the access log writes a line per session and needs its keys in one fixed order.
 */
public final class JsonWriter {

    private final Utf8Buffer out;
    private boolean first = true;

    public JsonWriter(Utf8Buffer out) {
        this.out = out;
    }

    /** Begins an object that is an element of an array, or the whole text. */
    public JsonWriter object() {
        comma();
        return open('{');
    }

    /** Begins an object that is a member. */
    public JsonWriter object(String key) {
        key(key);
        return open('{');
    }

    public JsonWriter endObject() {
        return close('}');
    }

    /** Begins an array that is an element of an array, or the whole text. */
    public JsonWriter array() {
        comma();
        return open('[');
    }

    /** Begins an array that is a member. */
    public JsonWriter array(String key) {
        key(key);
        return open('[');
    }

    public JsonWriter endArray() {
        return close(']');
    }

    /** An element of an array. */
    public JsonWriter element(String value) {
        comma();
        string(value);
        return this;
    }

    /** A member; null is written as null. */
    public JsonWriter member(String key, @Nullable String value) {
        key(key);
        if (value == null) {
            out.ascii("null");
        } else {
            string(value);
        }
        return this;
    }

    public JsonWriter member(String key, long value) {
        key(key);
        out.number(value);
        return this;
    }

    /** JSON has no infinity and no NaN: they are written as null. */
    public JsonWriter member(String key, double value) {
        key(key);
        out.ascii(Double.isFinite(value) ? Double.toString(value) : "null");
        return this;
    }

    public JsonWriter member(String key, boolean value) {
        key(key);
        out.ascii(value ? "true" : "false");
        return this;
    }

    public JsonWriter nullMember(String key) {
        key(key);
        out.ascii("null");
        return this;
    }

    /** The key alone. The caller writes its value, which is whole and valid JSON, to the buffer. */
    public Utf8Buffer rawMember(String key) {
        key(key);
        return out;
    }

    private void key(String key) {
        comma();
        string(key);
        out.ascii(':');
    }

    private void comma() {
        if (!first) {
            out.ascii(',');
        }
        first = false;
    }

    private JsonWriter open(char bracket) {
        out.ascii(bracket);
        first = true;
        return this;
    }

    private JsonWriter close(char bracket) {
        out.ascii(bracket);
        first = false;
        return this;
    }

    private void string(String value) {
        out.ascii('"');
        for (int i = out.plain(value, 0); i < value.length(); i += out.plain(value, i)) {
            char c = value.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\') {
                i += out.codePoint(value, i);
            } else {
                escape(c);
                i++;
            }
        }
        out.ascii('"');
    }

    private void escape(char c) {
        out.ascii('\\');
        switch (c) {
            case '"', '\\' -> out.ascii(c);
            case '\n' -> out.ascii('n');
            case '\r' -> out.ascii('r');
            case '\t' -> out.ascii('t');
            default -> {
                out.ascii('u');
                out.padded(c, 4, 16);
            }
        }
    }
}
