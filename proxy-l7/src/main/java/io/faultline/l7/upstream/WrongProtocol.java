package io.faultline.l7.upstream;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Ascii;

/** Knows the answer of an endpoint that took our HTTP/2 for a bad request of HTTP/1. */
final class WrongProtocol {

    private static final byte[] HTTP_1 = Ascii.bytes("HTTP/1.");
    private static final int QUOTED_BYTES = 60;

    private WrongProtocol() {}

    static boolean isHttp1(Chunk chunk, int from, int to) {
        if (to - from < HTTP_1.length) {
            return false;
        }
        for (int i = 0; i < HTTP_1.length; i++) {
            if (chunk.at(from + i) != HTTP_1[i]) {
                return false;
            }
        }
        return true;
    }

    /** The first line, as far as it matters. */
    static String quote(Chunk chunk, int from, int to) {
        int end = Math.min(to, from + QUOTED_BYTES);
        var bytes = new byte[end - from];
        int length = 0;
        while (length < bytes.length && chunk.at(from + length) != '\r') {
            bytes[length] = chunk.at(from + length);
            length++;
        }
        return Ascii.printable(bytes, 0, length);
    }
}
