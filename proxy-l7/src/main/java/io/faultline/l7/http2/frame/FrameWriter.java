package io.faultline.l7.http2.frame;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.wire.Outbox;

/** Writes frames. Whoever calls has said to which wire the outbox writes. */
public final class FrameWriter {

    private static final int SETTING_BYTES = 6;

    private FrameWriter() {}

    /** The header that begins each frame. */
    public static void header(Outbox out, int length, int type, int flags, int stream) {
        out.putInt(length << 8 | type);
        out.put((byte) flags);
        out.putInt(stream);
    }

    /** A body, or a part of one, that fits a frame; none at all only to end a stream. */
    public static void data(
            Outbox out, int stream, Chunk chunk, int from, int to, boolean endStream) {
        header(out, to - from, FrameType.DATA, endStream ? FrameType.END_STREAM : 0, stream);
        out.put(chunk, from, to);
    }

    /** The end of a stream whose last bytes have gone already. */
    public static void end(Outbox out, int stream) {
        header(out, 0, FrameType.DATA, FrameType.END_STREAM, stream);
    }

    /** A header block in as many frames as it takes. */
    public static void headers(
            Outbox out,
            int stream,
            byte[] block,
            int from,
            int to,
            boolean endStream,
            int maxFrameBytes) {
        int at = from;
        int type = FrameType.HEADERS;
        int flags = endStream ? FrameType.END_STREAM : 0;
        do {
            int end = Math.min(to, at + maxFrameBytes);
            header(out, end - at, type, end == to ? flags | FrameType.END_HEADERS : flags, stream);
            out.put(block, at, end);
            at = end;
            type = FrameType.CONTINUATION;
            flags = 0;
        } while (at < to);
    }

    public static void resetStream(Outbox out, int stream, ErrorCode code) {
        header(out, 4, FrameType.RST_STREAM, 0, stream);
        out.putInt(code.code());
    }

    /** So many settings follow, each a {@link #setting}. */
    public static void settings(Outbox out, int count) {
        header(out, count * SETTING_BYTES, FrameType.SETTINGS, 0, 0);
    }

    public static void setting(Outbox out, int id, int value) {
        out.putShort(id);
        out.putInt(value);
    }

    public static void settingsAck(Outbox out) {
        header(out, 0, FrameType.SETTINGS, FrameType.ACK, 0);
    }

    public static void ping(Outbox out, boolean ack, long data) {
        header(out, Long.BYTES, FrameType.PING, ack ? FrameType.ACK : 0, 0);
        out.putInt((int) (data >>> 32));
        out.putInt((int) data);
    }

    /** @param debug for a human at the other end */
    public static void goAway(Outbox out, int lastStream, ErrorCode code, byte[] debug) {
        header(out, 8 + debug.length, FrameType.GOAWAY, 0, 0);
        out.putInt(lastStream);
        out.putInt(code.code());
        out.put(debug);
    }

    public static void windowUpdate(Outbox out, int stream, int increment) {
        header(out, 4, FrameType.WINDOW_UPDATE, 0, stream);
        out.putInt(increment);
    }
}
