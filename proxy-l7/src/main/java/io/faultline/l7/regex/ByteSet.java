package io.faultline.l7.regex;

/** A set of bytes. */
record ByteSet(long a, long b, long c, long d) {

    static final ByteSet NONE = new ByteSet(0, 0, 0, 0);
    static final ByteSet ALL = NONE.negated();
    static final ByteSet DIGIT = range('0', '9');
    static final ByteSet WORD = DIGIT.or(range('a', 'z')).or(range('A', 'Z')).or(of('_'));
    static final ByteSet SPACE = range(0x09, 0x0d).or(of(' '));

    static ByteSet of(int value) {
        return range(value, value);
    }

    static ByteSet range(int first, int last) {
        return new ByteSet(
                bits(first, last, 0),
                bits(first, last, 64),
                bits(first, last, 128),
                bits(first, last, 192));
    }

    private static long bits(int first, int last, int offset) {
        int from = Math.max(first - offset, 0);
        int to = Math.min(last - offset, 63);
        return from > to ? 0 : -1L << from & -1L >>> 63 - to;
    }

    ByteSet or(ByteSet other) {
        return new ByteSet(a | other.a, b | other.b, c | other.c, d | other.d);
    }

    ByteSet negated() {
        return new ByteSet(~a, ~b, ~c, ~d);
    }

    boolean contains(int value) {
        long word = value < 128 ? value < 64 ? a : b : value < 192 ? c : d;
        return (word >>> (value & 63) & 1) != 0;
    }

    /** The one byte in it, or -1. */
    int single() {
        int count = Long.bitCount(a) + Long.bitCount(b) + Long.bitCount(c) + Long.bitCount(d);
        if (count != 1) {
            return -1;
        }
        int value = 0;
        while (!contains(value)) {
            value++;
        }
        return value;
    }
}
