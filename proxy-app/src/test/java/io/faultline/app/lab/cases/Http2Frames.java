package io.faultline.app.lab.cases;

import io.faultline.testkit.net.Behaviour;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** The few frames of HTTP/2 (RFC 9113 4.1) that a scripted peer sends, and how it finds a request. */
final class Http2Frames {

    static final int REFUSED_STREAM = 7;
    static final int INTERNAL_ERROR = 2;
    static final int NO_ERROR = 0;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int HEAD_BYTES = 9;

    private Http2Frames() {}

    static String clientPreface() {
        return PREFACE + text(settings());
    }

    static byte[] settings() {
        return frame(SETTINGS, 0, new byte[0]);
    }

    static byte[] ping() {
        return frame(PING, 0, new byte[8]);
    }

    static byte[] reset(int stream, int error) {
        return frame(RST_STREAM, stream, number(error));
    }

    static byte[] goAway(int lastStream, int error) {
        return frame(GOAWAY, 0, ByteBuffer.allocate(8).putInt(lastStream).putInt(error).array());
    }

    /** {@code :status 200}, and nothing after it. */
    static byte[] ok(int stream) {
        // RFC 7541 A: 8 is ':status 200'. RFC 9113 6.2: END_STREAM and END_HEADERS.
        return frame(HEADERS, 5, stream, new byte[] {(byte) 0x88});
    }

    static String text(byte[] frame) {
        return new String(frame, StandardCharsets.ISO_8859_1);
    }

    /** An endpoint that says this to each request, as soon as it has begun. */
    static Behaviour answering(IntFunction<byte[]> toStream) {
        return connection -> {
            connection.write(settings());
            var seen = new ByteArrayOutputStream();
            var buffer = new byte[4096];
            int at = PREFACE.length();
            for (int count; (count = connection.read(buffer)) >= 0; ) {
                seen.write(buffer, 0, count);
                ByteBuffer frames = ByteBuffer.wrap(seen.toByteArray());
                while (at + HEAD_BYTES <= frames.limit()) {
                    if (frames.get(at + 3) == HEADERS) {
                        connection.write(toStream.apply(frames.getInt(at + 5)));
                    }
                    at += HEAD_BYTES + (frames.getInt(at) >>> 8);
                }
            }
        };
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] frame(int type, int stream, byte[] payload) {
        return frame(type, 0, stream, payload);
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(HEAD_BYTES + payload.length)
                .putShort((short) 0)
                .put((byte) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }
}
