package io.faultline.l7.http2.hpack;

import java.util.Arrays;

/**
 * Where a block is put together before it is cut into HEADERS and CONTINUATION frames. One for all connections of a
 * worker: it is filled and sent within one call.
 */
public final class HpackBlock {

    private static final int FIRST_BYTES = 2048;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /** Good until the next block is begun; the first {@link #length} of them count. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    void put(int b) {
        room(1);
        bytes[length++] = (byte) b;
    }

    /** RFC 7541 5.1: an integer behind the high bits of its first byte. */
    void integer(int highBits, int mask, int value) {
        room(6);
        if (value < mask) {
            bytes[length++] = (byte) (highBits | value);
            return;
        }
        bytes[length++] = (byte) (highBits | mask);
        int rest = value - mask;
        while (rest > 0x7f) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** RFC 7541 5.2: a string, coded if that makes it shorter. */
    void string(byte[] source, int from, int to) {
        int coded = Huffman.codedLength(source, from, to);
        if (coded < to - from) {
            integer(0x80, 0x7f, coded);
            room(coded);
            Huffman.encode(source, from, to, bytes, length);
            length += coded;
        } else {
            integer(0, 0x7f, to - from);
            room(to - from);
            System.arraycopy(source, from, bytes, length, to - from);
            length += to - from;
        }
    }
}
