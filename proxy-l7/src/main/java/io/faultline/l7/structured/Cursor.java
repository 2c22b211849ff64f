package io.faultline.l7.structured;

import org.jspecify.annotations.Nullable;

/** Where a reader is in the bytes, and the first thing it found wrong. Beyond the end there is -1. */
final class Cursor {

    static final int END = -1;

    private final byte[] bytes;
    private final int from;
    private final int to;
    private int at;
    private @Nullable String problem;

    Cursor(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.at = from;
    }

    /** The next byte, not taken. */
    int peek() {
        return at < to ? bytes[at] & 0xff : END;
    }

    int take() {
        return at < to ? bytes[at++] & 0xff : END;
    }

    /** Takes it if it is this one. */
    boolean take(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    void skipSpaces() {
        while (peek() == ' ') {
            at++;
        }
    }

    /** RFC 9110 5.6.3: optional white space. */
    void skipOws() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    boolean isAtEnd() {
        return at >= to;
    }

    /** Only the first problem counts. */
    void fail(String rule) {
        if (problem == null) {
            problem = rule + " (at byte " + (at - from) + ")";
        }
    }

    boolean hasFailed() {
        return problem != null;
    }

    @Nullable String problem() {
        return problem;
    }
}
