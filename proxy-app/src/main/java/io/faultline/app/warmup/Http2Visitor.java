package io.faultline.app.warmup;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A client of HTTP/2 that knows just enough: its requests are written as literals, and of answers it reads
 * where frames end.
 */
final class Http2Visitor extends Visitor {

    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int AT_ONCE = 4;
    private static final int HEADERS = 1;
    private static final int DATA = 0;
    private static final int SETTINGS = 4;
    private static final int WINDOW_UPDATE = 8;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final int FRAME_HEAD = 9;

    private final byte[] head = new byte[FRAME_HEAD];
    private final byte[] block = block();
    private int headSeen;
    private int payload;
    private int stream;
    private int open;
    private int taken;
    private boolean fresh;
    private boolean settingsSeen;

    Http2Visitor(Stage stage, InetSocketAddress where) {
        super(stage, where);
    }

    @Override
    void begin() {
        headSeen = 0;
        payload = 0;
        stream = 1;
        open = 0;
        taken = 0;
        settingsSeen = false;
        fresh = true;
    }

    @Override
    ByteBuffer next(long act) {
        var out = ByteBuffer.allocate(64 + PREFACE.length + AT_ONCE * (FRAME_HEAD + block.length));
        if (fresh) {
            out.put(PREFACE);
            frame(out, 0, SETTINGS, 0, 0);
            fresh = false;
        }
        if (settingsSeen) {
            frame(out, 0, SETTINGS, ACK, 0);
            settingsSeen = false;
        }
        if (taken > 0) {
            frame(out, 4, WINDOW_UPDATE, 0, 0);
            out.putInt(taken);
            taken = 0;
        }
        for (open = 0; open < AT_ONCE; open++) {
            frame(out, block.length, HEADERS, END_STREAM_AND_HEADERS, stream);
            out.put(block);
            stream += 2;
        }
        return out.flip();
    }

    @Override
    boolean isOver(ByteBuffer in) {
        while (in.hasRemaining()) {
            int skipped = Math.min(payload, in.remaining());
            in.position(in.position() + skipped);
            payload -= skipped;
            while (payload == 0 && in.hasRemaining()) {
                head[headSeen++] = in.get();
                if (headSeen == FRAME_HEAD) {
                    headSeen = 0;
                    frameBegins(head[3], head[4]);
                }
            }
        }
        return open == 0 && payload == 0 && headSeen == 0;
    }

    private void frameBegins(int type, int flags) {
        payload = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
        taken += type == DATA ? payload : 0;
        settingsSeen |= type == SETTINGS && (flags & ACK) == 0;
        if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
            open--;
        }
    }

    @Override
    int actsOfAConnection() {
        return 50;
    }

    private static void frame(ByteBuffer out, int length, int type, int flags, int stream) {
        out.put((byte) (length >> 16)).putShort((short) length);
        out.put((byte) type).put((byte) flags).putInt(stream);
    }

    /** RFC 7541: two fields of the static table, and the others as literals without indexing. */
    private static byte[] block() {
        var out = ByteBuffer.allocate(256);
        out.put((byte) 0x82).put((byte) 0x86); // :method GET, :scheme http
        literal(out, 4, "/short/of/it"); // :path
        literal(out, 1, "localhost"); // :authority
        literal(out, 19, "text/html"); // accept: past four bits an index goes on in a second byte
        byte[] block = new byte[out.position()];
        out.flip().get(block);
        return block;
    }

    private static void literal(ByteBuffer out, int name, String value) {
        if (name < 15) {
            out.put((byte) name);
        } else {
            out.put((byte) 15).put((byte) (name - 15));
        }
        out.put((byte) value.length()).put(value.getBytes(StandardCharsets.US_ASCII));
    }
}
