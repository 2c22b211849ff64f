package io.faultline.app.lab.cases;

import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.OriginConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

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

    static String text(byte[] frame) {
        return new String(frame, StandardCharsets.ISO_8859_1);
    }

    /** An endpoint that says this as soon as a request has begun, and reads on. */
    static Behaviour answering(byte[] frame) {
        return connection -> {
            connection.write(settings());
            awaitRequest(connection);
            connection.write(frame);
            connection.drain();
        };
    }

    private static void awaitRequest(OriginConnection connection) throws IOException {
        var seen = new ByteArrayOutputStream();
        var buffer = new byte[4096];
        while (!hasRequest(seen.toByteArray())) {
            int count = connection.read(buffer);
            if (count < 0) {
                return;
            }
            seen.write(buffer, 0, count);
        }
    }

    private static boolean hasRequest(byte[] seen) {
        int at = PREFACE.length();
        while (at + HEAD_BYTES <= seen.length) {
            if (seen[at + 3] == HEADERS) {
                return true;
            }
            at +=
                    HEAD_BYTES
                            + ((seen[at] & 0xFF) << 16
                                    | (seen[at + 1] & 0xFF) << 8
                                    | seen[at + 2] & 0xFF);
        }
        return false;
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] frame(int type, int stream, byte[] payload) {
        return ByteBuffer.allocate(HEAD_BYTES + payload.length)
                .putShort((short) 0)
                .put((byte) payload.length)
                .put((byte) type)
                .put((byte) 0)
                .putInt(stream)
                .put(payload)
                .array();
    }
}
