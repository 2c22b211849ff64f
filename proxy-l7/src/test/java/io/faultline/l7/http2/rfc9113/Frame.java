package io.faultline.l7.http2.rfc9113;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A frame as it is on the wire (RFC 9113 4.1). */
public record Frame(int type, int flags, int stream, ByteBuffer payload) {

    public static final int DATA = 0x0;
    public static final int HEADERS = 0x1;
    public static final int PRIORITY = 0x2;
    public static final int RST_STREAM = 0x3;
    public static final int SETTINGS = 0x4;
    public static final int PUSH_PROMISE = 0x5;
    public static final int PING = 0x6;
    public static final int GOAWAY = 0x7;
    public static final int WINDOW_UPDATE = 0x8;
    public static final int CONTINUATION = 0x9;

    public static final int END_STREAM = 0x1;
    public static final int ACK = 0x1;
    public static final int END_HEADERS = 0x4;
    public static final int PADDED = 0x8;
    public static final int HAS_PRIORITY = 0x20;

    private static final String[] NAMES = {
        "DATA",
        "HEADERS",
        "PRIORITY",
        "RST_STREAM",
        "SETTINGS",
        "PUSH_PROMISE",
        "PING",
        "GOAWAY",
        "WINDOW_UPDATE",
        "CONTINUATION"
    };

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    public int length() {
        return payload.remaining();
    }

    public byte[] bytes() {
        var bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        return bytes;
    }

    public int int32(int at) {
        return payload.getInt(payload.position() + at);
    }

    /** Of RST_STREAM and GOAWAY. */
    public ErrorNumber error() {
        return ErrorNumber.of(int32(type == GOAWAY ? 4 : 0));
    }

    @Override
    public String toString() {
        String name = type < NAMES.length ? NAMES[type] : "type " + type;
        String what =
                type == RST_STREAM || type == GOAWAY
                        ? error() + (length() > 8 ? " " + text(8) : "")
                        : HexFormat.of().formatHex(bytes(), 0, Math.min(length(), 32));
        return "%s flags %x stream %d, %d bytes: %s".formatted(name, flags, stream, length(), what);
    }

    private String text(int from) {
        byte[] bytes = bytes();
        return new String(
                bytes, from, bytes.length - from, java.nio.charset.StandardCharsets.UTF_8);
    }
}
