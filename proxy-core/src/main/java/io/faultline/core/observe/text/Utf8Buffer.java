package io.faultline.core.observe.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that grow. Kept and cleared rather than made anew, so a log writes millions of lines through
 * the same array. Not for two threads.
 */
public final class Utf8Buffer {

    private static final char REPLACEMENT = '\uFFFD';
    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes;
    private int size;

    public Utf8Buffer(int initialCapacity) {
        bytes = new byte[initialCapacity];
    }

    public int size() {
        return size;
    }

    /** Forgets all from here on. */
    public void truncate(int newSize) {
        assert newSize <= size;
        size = newSize;
    }

    /** A view of what was written; valid until the next write. */
    public ByteBuffer peek() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    /** One character below U+0080. */
    public void ascii(char c) {
        room(1);
        bytes[size++] = (byte) c;
    }

    /** Characters below U+0080 only: constants and numbers. */
    public void ascii(String text) {
        int length = text.length();
        room(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    /** Any text. What is not Unicode (half a surrogate pair) becomes U+FFFD. */
    public void utf8(String text) {
        for (int i = 0; i < text.length(); ) {
            i += codePoint(text, i);
        }
    }

    /**
     * Writes the characters from the index on that take one byte and need no escape in JSON; returns how many. A log line is made of
     * little else, so this is one loop over locals.
     */
    int plain(String text, int from) {
        int length = text.length();
        room(length - from);
        byte[] into = bytes;
        int at = size;
        int i = from;
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
                break;
            }
            into[at++] = (byte) c;
        }
        size = at;
        return i - from;
    }

    /** Writes the character that begins at the index; returns how many chars it took. */
    public int codePoint(String text, int index) {
        char c = text.charAt(index);
        if (c < 0x80) {
            ascii(c);
            return 1;
        }
        room(4);
        if (c < 0x800) {
            bytes[size++] = (byte) (0xC0 | c >> 6);
            bytes[size++] = (byte) (0x80 | c & 0x3F);
            return 1;
        }
        if (!Character.isSurrogate(c)) {
            threeBytes(c);
            return 1;
        }
        int whole = text.codePointAt(index);
        if (whole == c) {
            threeBytes(REPLACEMENT);
            return 1;
        }
        bytes[size++] = (byte) (0xF0 | whole >> 18);
        bytes[size++] = (byte) (0x80 | whole >> 12 & 0x3F);
        bytes[size++] = (byte) (0x80 | whole >> 6 & 0x3F);
        bytes[size++] = (byte) (0x80 | whole & 0x3F);
        return 2;
    }

    public void number(long value) {
        if (value == Long.MIN_VALUE) {
            ascii(Long.toString(value)); // has no positive twin to take digits from
            return;
        }
        room(LONGEST_NUMBER);
        long rest = value;
        if (rest < 0) {
            bytes[size++] = '-';
            rest = -rest;
        }
        int digits = 1;
        for (long power = 10; digits < 19 && rest >= power; power *= 10) {
            digits++;
        }
        size += digits;
        int at = size;
        for (int i = 0; i < digits; i++) {
            bytes[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Exactly so many digits, zeros in front: for dates and hexadecimal ids. */
    public void padded(long value, int digits, int radix) {
        room(digits);
        size += digits;
        int at = size;
        long rest = value;
        if (radix == 16) { // sixteen digits of an id would be sixteen divisions
            for (int i = 0; i < digits; i++, rest >>>= 4) {
                bytes[--at] = (byte) Character.forDigit((int) rest & 15, 16);
            }
            return;
        }
        for (int i = 0; i < digits; i++) {
            bytes[--at] =
                    (byte) Character.forDigit((int) Long.remainderUnsigned(rest, radix), radix);
            rest = Long.divideUnsigned(rest, radix);
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    private void threeBytes(char c) {
        bytes[size++] = (byte) (0xE0 | c >> 12);
        bytes[size++] = (byte) (0x80 | c >> 6 & 0x3F);
        bytes[size++] = (byte) (0x80 | c & 0x3F);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
