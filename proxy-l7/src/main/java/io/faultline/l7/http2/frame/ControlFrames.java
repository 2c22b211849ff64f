package io.faultline.l7.http2.frame;

import io.faultline.core.wire.Chunk;
import org.jspecify.annotations.Nullable;

/** Reads all frames that carry neither a body nor a header block: few bytes, of sizes that are fixed. */
final class ControlFrames {

    private static final int SETTING_BYTES = 6;
    private static final int PRIORITY_BYTES = 5;
    private static final int RESET_BYTES = 4;
    private static final int PING_BYTES = 8;
    private static final int GOAWAY_BYTES = 8;
    private static final int UPDATE_BYTES = 4;
    private static final int KEPT_DEBUG_BYTES = 120;

    private static final String FIXED_SIZE =
            "RFC 9113 6: a frame of a fixed size with another size";

    private final FrameSink sink;
    private final Gather bytes = new Gather(GOAWAY_BYTES + KEPT_DEBUG_BYTES);

    private int type;
    private boolean ack;
    private int stream;
    private int remaining; // of the payload
    private int wanted; // bytes that are gathered before they are looked at
    private @Nullable ErrorCode error;
    private String rule = "";

    ControlFrames(FrameSink sink) {
        this.sink = sink;
    }

    /** What the connection ends with; null while all is well. */
    @Nullable ErrorCode error() {
        return error;
    }

    String rule() {
        return rule;
    }

    /** The frame is complete. */
    boolean isDone() {
        return remaining == 0;
    }

    void begin(int newType, int flags, int newStream, int length) {
        type = newType;
        ack = (flags & FrameType.ACK) != 0;
        stream = newStream;
        remaining = length;
        bytes.clear();
        switch (type) {
            case FrameType.SETTINGS -> settings();
            case FrameType.PRIORITY -> beginPriority();
            case FrameType.RST_STREAM -> fixed(RESET_BYTES, true);
            case FrameType.PING -> fixed(PING_BYTES, false);
            case FrameType.WINDOW_UPDATE -> fixed(UPDATE_BYTES, stream != 0);
            case FrameType.GOAWAY -> goAway();
            case FrameType.PUSH_PROMISE ->
                    fail(ErrorCode.PROTOCOL_ERROR, "RFC 9113 8.4: a push that nobody allowed");
            default -> { // RFC 9113 4.1: of a type that nobody knows
                wanted = 0;
                sink.onIgnored(stream);
            }
        }
    }

    private void settings() {
        wanted = SETTING_BYTES;
        if (!isPlacedRight(false)) {
            return;
        }
        if (ack && remaining > 0) {
            fail(ErrorCode.FRAME_SIZE_ERROR, "RFC 9113 6.5: an acknowledgement with settings");
        } else if (ack) {
            sink.onSettingsAck();
        } else if (remaining % SETTING_BYTES != 0) {
            fail(ErrorCode.FRAME_SIZE_ERROR, "RFC 9113 6.5: settings that are not 6 bytes each");
        } else if (remaining == 0) {
            sink.onSettingsEnd();
        }
    }

    private void fixed(int size, boolean onStream) {
        wanted = size;
        if (isPlacedRight(onStream) && remaining != size) {
            fail(ErrorCode.FRAME_SIZE_ERROR, FIXED_SIZE);
        }
    }

    private void beginPriority() {
        wanted = PRIORITY_BYTES;
        if (isPlacedRight(true) && remaining != PRIORITY_BYTES) {
            wanted = 0; // it is skipped
            sink.onStreamError(
                    stream,
                    ErrorCode.FRAME_SIZE_ERROR,
                    "RFC 9113 6.3: a PRIORITY of another size than 5 bytes");
        }
    }

    private void goAway() {
        wanted = Math.min(remaining, GOAWAY_BYTES + KEPT_DEBUG_BYTES);
        if (isPlacedRight(false) && remaining < GOAWAY_BYTES) {
            fail(ErrorCode.FRAME_SIZE_ERROR, "RFC 9113 6.8: a GOAWAY that is too short");
        }
    }

    private boolean isPlacedRight(boolean onStream) {
        if (onStream == (stream != 0)) {
            return true;
        }
        fail(
                ErrorCode.PROTOCOL_ERROR,
                onStream
                        ? "RFC 9113 6: a frame that needs a stream, on stream 0"
                        : "RFC 9113 6: a frame of the connection, on a stream");
        return false;
    }

    /** Returns where it stopped. */
    int feed(Chunk chunk, int from, int to) {
        if (wanted == 0) {
            int end = from + Math.min(remaining, to - from);
            remaining -= end - from;
            return end;
        }
        int at = bytes.take(chunk, from, to, wanted);
        if (bytes.length() == wanted) {
            bytes.clear();
            remaining -= wanted;
            complete();
        }
        return at;
    }

    private void complete() {
        switch (type) {
            case FrameType.SETTINGS -> {
                sink.onSetting(bytes.int16(0), bytes.int32(2) & 0xffff_ffffL);
                if (remaining == 0) {
                    sink.onSettingsEnd();
                }
            }
            case FrameType.RST_STREAM -> sink.onResetStream(stream, bytes.int32(0));
            case FrameType.PING -> {
                if (ack) {
                    sink.onPingAck(bytes.int64(0));
                } else {
                    sink.onPing(bytes.int64(0));
                }
            }
            case FrameType.WINDOW_UPDATE -> windowUpdate(bytes.int31(0));
            case FrameType.GOAWAY -> {
                int debug = wanted - GOAWAY_BYTES;
                wanted = 0; // what it says beyond is skipped
                sink.onGoAway(bytes.int31(0), bytes.int32(4), bytes.bytes(), GOAWAY_BYTES, debug);
            }
            default -> priority(bytes.int31(0));
        }
    }

    private void windowUpdate(int increment) {
        if (increment > 0) {
            sink.onWindowUpdate(stream, increment);
        } else if (stream == 0) {
            fail(ErrorCode.PROTOCOL_ERROR, "RFC 9113 6.9: a WINDOW_UPDATE of 0");
        } else {
            sink.onStreamError(
                    stream, ErrorCode.PROTOCOL_ERROR, "RFC 9113 6.9: a WINDOW_UPDATE of 0");
        }
    }

    private void priority(int dependency) {
        if (dependency == stream) {
            fail(ErrorCode.PROTOCOL_ERROR, FrameReader.DEPENDS_ON_ITSELF);
        } else {
            sink.onIgnored(stream);
        }
    }

    private void fail(ErrorCode code, String broken) {
        error = code;
        rule = broken;
    }
}
