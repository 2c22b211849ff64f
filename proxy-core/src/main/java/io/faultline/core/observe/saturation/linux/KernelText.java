package io.faultline.core.observe.saturation.linux;

import java.nio.charset.StandardCharsets;

/**
 * The text of one file of the kernel, read line by line and word by word where it lies. Total: whatever
 * the bytes are, it answers, with {@link #NONE} for what is not a number.
 *
 * <p>One for all files of a look, which are read one after the other.
 */
final class KernelText {

    /** No number stands here; numbers of the kernel's tables are not negative, and -1 is one it uses itself. */
    static final long NONE = -1;

    private static final int MOST_BYTES = 128 * 1024; // a thousand interfaces; the rest is left out

    private static final int LONGEST_WORD = 64;

    final byte[] bytes;
    private int end;
    private int nextLine;
    private int lineEnd;
    private int wordStart;
    private int wordEnd;

    KernelText() {
        this(MOST_BYTES);
    }

    /** @param most what is behind so many bytes is left out */
    KernelText(int most) {
        bytes = new byte[most];
    }

    /** The first so many bytes are the text. */
    void holds(int length) {
        end = length;
        nextLine = 0;
        lineEnd = 0;
        wordStart = 0;
        wordEnd = 0;
    }

    /** On to the next line; false behind the last one. */
    boolean nextLine() {
        if (nextLine >= end) {
            lineEnd = end;
            wordStart = end;
            wordEnd = end;
            return false;
        }
        wordStart = nextLine;
        wordEnd = nextLine;
        lineEnd = nextLine;
        while (lineEnd < end && bytes[lineEnd] != '\n') {
            lineEnd++;
        }
        nextLine = lineEnd + 1;
        return true;
    }

    /** On to the next word of the line; a colon ends a word and belongs to it. */
    boolean nextWord() {
        int at = wordEnd;
        while (at < lineEnd && isSpace(bytes[at])) {
            at++;
        }
        wordStart = at;
        while (at < lineEnd && !isSpace(bytes[at])) {
            at++;
            if (bytes[at - 1] == ':') {
                break;
            }
        }
        wordEnd = at;
        return wordEnd > wordStart;
    }

    /** The n-th word from here on, 1 being the next one. */
    boolean skipTo(int n) {
        for (int i = 0; i < n; i++) {
            if (!nextWord()) {
                return false;
            }
        }
        return n > 0;
    }

    boolean wordIs(String expected) {
        if (wordEnd - wordStart != expected.length()) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (bytes[wordStart + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The word as it stands, its end cut off if it is very long. */
    String word() {
        int length = Math.min(wordEnd - wordStart, LONGEST_WORD);
        return new String(bytes, wordStart, length, StandardCharsets.ISO_8859_1);
    }

    /** The word as a decimal number, the largest one if it is larger. */
    long number() {
        return number(10);
    }

    long hex() {
        return number(16);
    }

    private long number(int radix) {
        if (wordEnd == wordStart) {
            return NONE;
        }
        long value = 0;
        for (int i = wordStart; i < wordEnd; i++) {
            int digit = Character.digit(bytes[i], radix);
            if (digit < 0) {
                return NONE;
            }
            value =
                    value > (Long.MAX_VALUE - digit) / radix
                            ? Long.MAX_VALUE
                            : value * radix + digit;
        }
        return value;
    }

    /** The digits that stand next in the line as a number: for what is not set apart by spaces. */
    long digits() {
        int from = wordEnd;
        while (wordEnd < lineEnd && bytes[wordEnd] >= '0' && bytes[wordEnd] <= '9') {
            wordEnd++;
        }
        wordStart = from;
        return number();
    }

    /** Steps over this character if it stands next in the line. */
    boolean take(char expected) {
        boolean there = wordEnd < lineEnd && bytes[wordEnd] == expected;
        wordEnd += there ? 1 : 0;
        return there;
    }

    /** The next word of the line as a number. */
    long nextNumber() {
        return nextWord() ? number() : NONE;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == 0;
    }
}
