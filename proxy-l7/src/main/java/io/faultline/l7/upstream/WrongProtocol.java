package io.faultline.l7.upstream;

import io.faultline.core.fault.Fault;
import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Ascii;
import org.jspecify.annotations.Nullable;

/** Knows what answers look like of endpoints that speak something else than we thought. */
final class WrongProtocol {

    private static final String TLS = "TLS";
    private static final String HTTP_2 = "HTTP/2";

    private static final byte[] HTTP_1 = Ascii.bytes("HTTP/1.");
    private static final int QUOTED_BYTES = 60;
    private static final int ALERT = 21; // RFC 8446 5.1: types of records
    private static final int HANDSHAKE = 22;
    private static final int SSL_3 = 3; // the major version that every record of TLS carries
    private static final int FRAME_HEAD = 9;
    private static final int SETTINGS = 4;

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

    /** What the first bytes of an answer are that is not HTTP/1, where operators meet it; else null. */
    static @Nullable String of(Chunk chunk, int from, int to) {
        if (isTls(chunk, from, to)) {
            return TLS;
        }
        return isSettings(chunk, from, to) ? HTTP_2 : null;
    }

    /** @param looksLike one of {@link #of} */
    static Fault named(Fault fault, @Nullable String looksLike) {
        if (looksLike == null) {
            return fault;
        }
        return fault.with("looksLike", looksLike)
                .with(
                        "suspected",
                        looksLike.equals(TLS)
                                ? "the endpoint expects TLS here: the upstream needs 'tls'"
                                : "the endpoint speaks HTTP/2 only: protocol h2");
    }

    private static boolean isTls(Chunk chunk, int from, int to) {
        return to - from > 2
                && (chunk.at(from) == ALERT || chunk.at(from) == HANDSHAKE)
                && chunk.at(from + 1) == SSL_3;
    }

    /** RFC 9113 3.4: what speaks HTTP/2 begins with a SETTINGS frame, which is on stream 0. */
    private static boolean isSettings(Chunk chunk, int from, int to) {
        boolean settings =
                to - from >= FRAME_HEAD && chunk.at(from) == 0 && chunk.at(from + 3) == SETTINGS;
        for (int i = 5; i < FRAME_HEAD && settings; i++) {
            settings = chunk.at(from + i) == 0;
        }
        return settings;
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
