package io.faultline.benchmarks.micro.memory;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Small requests on one connection of HTTP/2, by frames that were made before: RFC 9113 as far as a client must who knows what comes. */
public final class Http2Client extends Client {

    private static final int FRAME_HEAD = 9;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int ACK = 1;
    private static final int END_STREAM = 1;

    private final Bytes preface =
            Bytes.of(
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
                            + "\0\0\0\4\0\0\0\0\0" // SETTINGS, all as it is
                            + "\0\0\4\10\0\0\0\0\0\177\377\0\0"); // WINDOW_UPDATE: nobody shall
    // wait for us
    private final Bytes settingsAck = Bytes.of("\0\0\0\4\1\0\0\0\0");
    private final Bytes request = Bytes.of(request());
    private final Chunk pong = Chunk.allocate(FRAME_HEAD + 8);
    private int stream = -1;
    private boolean greeted;

    // Of the frame that is being read, wherever one read ends.
    private int headRead;
    private int length;
    private int type;
    private int flags;
    private int payloadRead;

    public Http2Client(Wire wire) {
        super(wire);
    }

    /** HEADERS with END_HEADERS and END_STREAM; no field is put into the table, so the block is always the same. */
    private static byte[] request() {
        var block = new ByteArrayOutputStream();
        block.write(0x82); // :method GET
        block.write(0x86); // :scheme http
        literal(block, 1, "shop.example"); // :authority
        literal(block, 4, "/products/list"); // :path
        var frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {0, 0, (byte) block.size(), HEADERS, 4 | END_STREAM});
        frame.writeBytes(new byte[4]);
        frame.writeBytes(block.toByteArray());
        return frame.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, int name, String value) {
        block.write(name); // RFC 7541 6.2.2: without indexing, name from the static table
        block.write(value.length());
        block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void open() {
        wire.reader((Reader) this::read);
        wire.resumeReading();
        preface.sendTo(wire);
    }

    @Override
    void ask() {
        stream += 2;
        for (int i = 0; i < 4; i++) {
            request.chunk().put(5 + i, (byte) (stream >>> 24 - 8 * i));
        }
        request.sendTo(wire);
    }

    private void read(Wire from, Chunk chunk, int begin, int end) {
        for (int i = begin; i < end; ) {
            if (headRead < FRAME_HEAD) {
                head(chunk.at(i) & 0xff);
                i++;
            } else {
                int count = Math.min(length - payloadRead, end - i);
                if (type == PING && count > 0) {
                    chunk.copyTo(i, pong, FRAME_HEAD + payloadRead, count);
                }
                payloadRead += count;
                i += count;
            }
            if (headRead == FRAME_HEAD && payloadRead == length) {
                headRead = 0;
                frame();
            }
        }
    }

    private void head(int next) {
        switch (headRead++) {
            case 0 -> length = next;
            case 1, 2 -> length = length << 8 | next;
            case 3 -> type = next;
            case 4 -> {
                flags = next;
                payloadRead = 0;
            }
            default -> {} // whose stream it is: there is one at a time
        }
    }

    private void frame() {
        switch (type) {
            case DATA, HEADERS -> {
                if ((flags & END_STREAM) != 0) {
                    answered();
                }
            }
            case SETTINGS -> {
                if ((flags & ACK) == 0) {
                    settingsAck.sendTo(wire);
                }
                if (!greeted) {
                    greeted = true;
                    opened();
                }
            }
            case PING -> answerPing();
            case GOAWAY -> {
                if (isWaiting()) { // otherwise the benchmark is over
                    throw new IllegalStateException("the server has sent us away");
                }
            }
            default -> {}
        }
    }

    private void answerPing() {
        if ((flags & ACK) == 0) {
            byte[] head = {0, 0, 8, PING, ACK, 0, 0, 0, 0};
            for (int i = 0; i < head.length; i++) {
                pong.put(i, head[i]);
            }
            wire.write(pong, 0, pong.capacity());
        }
    }
}
