package io.faultline.l7.http2.hpack;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The code of RFC 7541 appendix B. It is canonical: the lengths of its codes say it all.
 *
 * <p>Decoding takes whole symbols out of 64 bits at a time. Codes of up to 8 bits, which is nearly all that
 * stands in a head, are looked up by the next 8 bits; the longer ones are found by comparing with the
 * first code of each length.
 */
final class Huffman {

    /** What {@link #decode} returns for a string that is not well coded. */
    static final int MALFORMED = -1;

    private static final int SHORT = 8; // bits of the longest code that is looked up
    private static final int LONGEST = 30;
    private static final int EOS = 256;
    private static final int SHORTEST = 5;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final byte[] LENGTHS = {
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, // 0
        28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28, // 16
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, // 32
        5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, // 48
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, // 64
        7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, // 80
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, // 96
        6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, // 112
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, // 128
        24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, // 144
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, // 160
        21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23, // 176
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, // 192
        19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, // 208
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, // 224
        26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, // 240
        30 // EOS
    };

    private static final int[] CODES = new int[LENGTHS.length];

    /** By the next 8 bits: the symbol and, in the lowest 4 bits, the length of its code; 0 for long codes. */
    private static final short[] LOOKUP = new short[1 << SHORT];

    /** All symbols in the order of their codes, and for each length where in it that length begins. */
    private static final short[] ORDERED = new short[LENGTHS.length];

    private static final int[] ORDERED_FROM = new int[LONGEST + 1];
    private static final int[] FIRST_CODE = new int[LONGEST + 1];

    /** For each length: the first 32 bits, as an unsigned number, that no code of up to this length begins. */
    private static final long[] BEYOND = new long[LONGEST + 1];

    static {
        int code = 0;
        int ordered = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code <<= 1;
            ORDERED_FROM[length] = ordered;
            FIRST_CODE[length] = code;
            for (int symbol = 0; symbol <= EOS; symbol++) {
                if (LENGTHS[symbol] == length) {
                    ORDERED[ordered++] = (short) symbol;
                    CODES[symbol] = code;
                    if (length <= SHORT) {
                        int from = code << SHORT - length;
                        for (int i = 0; i < 1 << SHORT - length; i++) {
                            LOOKUP[from + i] = (short) (symbol << 4 | length);
                        }
                    }
                    code++;
                }
            }
            BEYOND[length] = (long) code << Integer.SIZE - length;
        }
    }

    private Huffman() {}

    /** The most bytes that so many coded bytes stand for. */
    static int mostDecoded(int coded) {
        return (int) ((long) coded * Byte.SIZE / SHORTEST);
    }

    /**
     * Decodes a whole string into {@code into}, which has room for {@link #mostDecoded}.
     *
     * @return where its bytes end there, or {@link #MALFORMED}
     */
    static int decode(byte[] coded, int from, int to, byte[] into, int start) {
        int out = start;
        int at = from;
        long bits = 0; // the next ones, the first of them highest
        int count = 0;
        while (true) {
            if (count < LONGEST && at < to) {
                if (to - at >= Long.BYTES) {
                    // More may be put in than is counted: bits that are put in again by the next
                    // turn.
                    bits |= (long) LONGS.get(coded, at) >>> count;
                    int bytes = Long.SIZE - 1 - count >>> 3;
                    at += bytes;
                    count += bytes << 3;
                } else {
                    while (count <= Long.SIZE - Byte.SIZE && at < to) {
                        bits |= (coded[at++] & 0xffL) << Long.SIZE - Byte.SIZE - count;
                        count += Byte.SIZE;
                    }
                }
            }
            int found = LOOKUP[(int) (bits >>> Long.SIZE - SHORT)];
            int length;
            if (found != 0) {
                length = found & 0xf;
            } else {
                length = longLength(bits);
                found = longSymbol(bits, length) << 4;
            }
            if (length > count) {
                break;
            }
            int symbol = found >>> 4;
            if (symbol == EOS) {
                return MALFORMED; // RFC 7541 5.2: EOS within a string
            }
            into[out++] = (byte) symbol;
            bits <<= length;
            count -= length;
        }
        // RFC 7541 5.2: at most 7 bits of padding, the first ones of EOS: ones.
        boolean padded = count < Byte.SIZE && bits == -1L << 1 << Long.SIZE - 1 - count;
        return padded ? out : MALFORMED;
    }

    private static int longLength(long bits) {
        long next = bits >>> Integer.SIZE;
        int length = SHORT + 1;
        while (length < LONGEST && next >= BEYOND[length]) {
            length++;
        }
        return length;
    }

    private static int longSymbol(long bits, int length) {
        int code = (int) (bits >>> Long.SIZE - length);
        return ORDERED[ORDERED_FROM[length] + code - FIRST_CODE[length]];
    }

    /** How many bytes a string takes when it is coded. */
    static int codedLength(byte[] bytes, int from, int to) {
        long bits = 0;
        for (int i = from; i < to; i++) {
            bits += LENGTHS[bytes[i] & 0xff];
        }
        return (int) (bits + Byte.SIZE - 1 >>> 3);
    }

    /** Codes a string into {@code into}, which has room for {@link #codedLength}. */
    static void encode(byte[] bytes, int from, int to, byte[] into, int start) {
        int out = start;
        long bits = 0; // those not yet written are the lowest ones
        int count = 0;
        for (int i = from; i < to; i++) {
            int symbol = bytes[i] & 0xff;
            int length = LENGTHS[symbol];
            bits = bits << length | CODES[symbol];
            count += length;
            while (count >= Byte.SIZE) {
                count -= Byte.SIZE;
                into[out++] = (byte) (bits >>> count);
            }
        }
        if (count > 0) {
            int padding = Byte.SIZE - count;
            into[out] = (byte) (bits << padding | (1 << padding) - 1);
        }
    }
}
