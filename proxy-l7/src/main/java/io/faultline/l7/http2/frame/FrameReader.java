package io.faultline.l7.http2.frame;

import static io.faultline.l7.http2.frame.FrameType.HEADER_BYTES;

import io.faultline.core.wire.Chunk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes frames out of a stream of bytes, wherever that is cut. Bodies are handed up where they lie, as
 * they arrive; header blocks are gathered, because HPACK cannot stop in the middle, and so are the few
 * bytes of all other frames.
 *
 * <p>One per connection; in steady state nothing is allocated. On the worker's loop only.
 */
public final class FrameReader {

    static final String DEPENDS_ON_ITSELF = "RFC 7540 5.3.1: a stream that depends on itself";

    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private enum Expect {
        PREFACE,
        HEADER,
        PREFIX, // what stands before the bytes of DATA and HEADERS: padding length, priority
        DATA,
        BLOCK,
        PADDING,
        CONTROL,
        NOTHING
    }

    private static final int PRIORITY_BYTES = 5;
    private static final int FIRST_BLOCK_BYTES = 512;

    /** A peer that spreads one head over more frames than this is not in earnest. */
    private static final int MOST_CONTINUATIONS = 64;

    private final FrameSink sink;
    private final int maxFrameBytes;
    private final int maxBlockBytes;
    private final Gather small = new Gather(PREFACE.length);
    private final ControlFrames control;
    private byte[] block = new byte[FIRST_BLOCK_BYTES];

    private Expect expect;
    private boolean greeted;

    private int type;
    private int flags;
    private int stream;
    private int remaining; // of what is expected now
    private int padding;

    private int blockStream; // 0: no block is open
    private int blockLength;
    private int continuations;
    private boolean blockEndsStream;

    private FrameReader(Expect first, FrameSink sink, int maxFrameBytes, int maxBlockBytes) {
        this.expect = first;
        this.sink = sink;
        this.control = new ControlFrames(sink);
        this.maxFrameBytes = maxFrameBytes;
        this.maxBlockBytes = maxBlockBytes;
    }

    /** What clients send: their preface comes first. */
    public static FrameReader ofClient(FrameSink sink, int maxFrameBytes, int maxBlockBytes) {
        return new FrameReader(Expect.PREFACE, sink, maxFrameBytes, maxBlockBytes);
    }

    /** What servers send. */
    public static FrameReader ofServer(FrameSink sink, int maxFrameBytes, int maxBlockBytes) {
        return new FrameReader(Expect.HEADER, sink, maxFrameBytes, maxBlockBytes);
    }

    /** How many of these bytes are those that a client's preface has from this place on. */
    public static int prefaceBytes(Chunk chunk, int from, int to, int alreadySeen) {
        int at = from;
        while (at < to
                && alreadySeen + at - from < PREFACE.length
                && chunk.at(at) == PREFACE[alreadySeen + at - from]) {
            at++;
        }
        return at - from;
    }

    /** A copy of what clients say first. */
    public static byte[] preface() {
        return PREFACE.clone();
    }

    /** Nothing is read any more. */
    public void stop() {
        expect = Expect.NOTHING;
    }

    /** A header block has begun and has not ended. */
    public boolean isInsideBlock() {
        return blockStream != 0;
    }

    /** The first SETTINGS have begun to come. */
    public boolean isGreeted() {
        return greeted;
    }

    /** Takes all of the bytes. */
    public void feed(Chunk chunk, int from, int to) {
        int at = from;
        while (at < to) {
            at =
                    switch (expect) {
                        case HEADER -> header(chunk, at, to);
                        case DATA -> data(chunk, at, to);
                        case BLOCK -> block(chunk, at, to);
                        case CONTROL -> control(chunk, at, to);
                        case PREFIX -> prefix(chunk, at, to);
                        case PADDING -> padding(at, to);
                        case PREFACE -> preface(chunk, at, to);
                        case NOTHING -> to;
                    };
        }
    }

    private int preface(Chunk chunk, int from, int to) {
        int matching = prefaceBytes(chunk, from, to, small.length());
        int at = small.take(chunk, from, from + matching, PREFACE.length);
        if (small.length() == PREFACE.length) {
            nextFrame();
        } else if (at < to) {
            fail(ErrorCode.PROTOCOL_ERROR, "RFC 9113 3.4: not the preface of HTTP/2");
        }
        return at;
    }

    // ---- the header of a frame

    private void nextFrame() {
        small.clear();
        if (expect != Expect.NOTHING) {
            expect = Expect.HEADER;
        }
    }

    private int header(Chunk chunk, int from, int to) {
        if (small.length() == 0 && to - from >= HEADER_BYTES) {
            ByteBuffer bytes = chunk.buffer();
            begin(bytes.getInt(from), bytes.get(from + 4), bytes.getInt(from + 5));
            return from + HEADER_BYTES;
        }
        int at = small.take(chunk, from, to, HEADER_BYTES);
        if (small.length() == HEADER_BYTES) {
            small.clear();
            begin(small.int32(0), small.int8(4), small.int32(5));
        }
        return at;
    }

    private void begin(int lengthAndType, int newFlags, int newStream) {
        remaining = lengthAndType >>> 8;
        type = lengthAndType & 0xff;
        flags = newFlags;
        stream = newStream & Integer.MAX_VALUE;
        padding = 0;
        if (!greeted && !greets()) {
            return;
        }
        if (remaining > maxFrameBytes) {
            fail(ErrorCode.FRAME_SIZE_ERROR, "RFC 9113 4.2: a frame larger than MAX_FRAME_SIZE");
            return;
        }
        if (blockStream != 0 && (type != FrameType.CONTINUATION || stream != blockStream)) {
            fail(ErrorCode.PROTOCOL_ERROR, "RFC 9113 6.2: another frame inside a header block");
            return;
        }
        switch (type) {
            case FrameType.DATA -> beginData();
            case FrameType.HEADERS -> beginHeaders();
            case FrameType.CONTINUATION -> beginContinuation();
            default -> {
                expect = Expect.CONTROL;
                control.begin(type, flags, stream, remaining);
                judgeControl();
            }
        }
    }

    private boolean greets() {
        greeted = true;
        if (type == FrameType.SETTINGS && !has(FrameType.ACK)) {
            return true;
        }
        fail(ErrorCode.PROTOCOL_ERROR, "RFC 9113 3.4: the first frame is not SETTINGS");
        return false;
    }

    private int control(Chunk chunk, int from, int to) {
        int at = control.feed(chunk, from, to);
        judgeControl();
        return at;
    }

    private void judgeControl() {
        ErrorCode error = control.error();
        if (error != null) {
            fail(error, control.rule());
        } else if (control.isDone()) {
            nextFrame();
        }
    }

    // ---- DATA and header blocks

    private boolean isOnStream() {
        if (stream == 0) {
            fail(ErrorCode.PROTOCOL_ERROR, "RFC 9113 6: a frame that needs a stream, on stream 0");
        }
        return stream != 0;
    }

    private void beginData() {
        if (!isOnStream()) {
            return;
        }
        sink.onDataFrame(stream, remaining);
        beginPrefixed();
    }

    private void beginHeaders() {
        if (isOnStream()) {
            blockStream = stream;
            blockLength = 0;
            continuations = 0;
            blockEndsStream = has(FrameType.END_STREAM);
            beginPrefixed();
        }
    }

    private void beginContinuation() {
        if (blockStream == 0) {
            fail(ErrorCode.PROTOCOL_ERROR, "RFC 9113 6.10: CONTINUATION without a header block");
        } else if (++continuations > MOST_CONTINUATIONS) {
            fail(
                    ErrorCode.ENHANCE_YOUR_CALM,
                    "a head in more than " + MOST_CONTINUATIONS + " CONTINUATION frames");
        } else {
            beginPayload();
        }
    }

    private int prefixBytes() {
        return (has(FrameType.PADDED) ? 1 : 0)
                + (type == FrameType.HEADERS && has(FrameType.HAS_PRIORITY) ? PRIORITY_BYTES : 0);
    }

    private void beginPrefixed() {
        int bytes = prefixBytes();
        if (bytes > remaining) {
            fail(ErrorCode.FRAME_SIZE_ERROR, "RFC 9113 4.2: a frame too short for its flags");
        } else if (bytes == 0) {
            beginPayload();
        } else if (expect != Expect.NOTHING) {
            expect = Expect.PREFIX;
        }
    }

    private int prefix(Chunk chunk, int from, int to) {
        int bytes = prefixBytes();
        int at = small.take(chunk, from, to, bytes);
        if (small.length() < bytes) {
            return at;
        }
        small.clear();
        padding = has(FrameType.PADDED) ? small.int8(0) : 0;
        remaining -= bytes + padding;
        if (remaining < 0) {
            fail(ErrorCode.PROTOCOL_ERROR, "RFC 9113 6.1: more padding than payload");
        } else if (type == FrameType.HEADERS
                && has(FrameType.HAS_PRIORITY)
                && small.int31(bytes - PRIORITY_BYTES) == stream) {
            // RFC 9113 5.3.2 ignores priorities. Who sends this one keeps to no version of them.
            fail(ErrorCode.PROTOCOL_ERROR, DEPENDS_ON_ITSELF);
        } else {
            beginPayload();
        }
        return at;
    }

    private void beginPayload() {
        if (expect == Expect.NOTHING) {
            return;
        }
        if (type == FrameType.DATA) {
            expect = Expect.DATA;
        } else if (blockLength + remaining > maxBlockBytes) {
            fail(
                    ErrorCode.ENHANCE_YOUR_CALM,
                    "a header block of more than " + maxBlockBytes + " bytes");
            return;
        } else {
            makeRoom(blockLength + remaining);
            expect = Expect.BLOCK;
        }
        if (remaining == 0) {
            beginPadding();
        }
    }

    private void makeRoom(int bytes) {
        if (block.length < bytes) {
            block = Arrays.copyOf(block, Math.max(block.length * 2, bytes));
        }
    }

    private int data(Chunk chunk, int from, int to) {
        int end = from + Math.min(remaining, to - from);
        remaining -= end - from;
        sink.onData(stream, chunk, from, end);
        if (remaining == 0) {
            beginPadding();
        }
        return end;
    }

    private int block(Chunk chunk, int from, int to) {
        int length = Math.min(remaining, to - from);
        chunk.buffer().get(from, block, blockLength, length);
        blockLength += length;
        remaining -= length;
        if (remaining == 0) {
            beginPadding();
        }
        return from + length;
    }

    private void beginPadding() {
        if (padding > 0 && expect != Expect.NOTHING) {
            remaining = padding;
            expect = Expect.PADDING;
        } else {
            endPayload();
        }
    }

    private int padding(int from, int to) {
        int end = from + Math.min(remaining, to - from);
        remaining -= end - from;
        if (remaining == 0) {
            endPayload();
        }
        return end;
    }

    private void endPayload() {
        if (expect == Expect.NOTHING) {
            return;
        }
        nextFrame();
        if (type == FrameType.DATA) {
            sink.onDataEnd(stream, has(FrameType.END_STREAM));
        } else if (has(FrameType.END_HEADERS)) {
            int ended = blockStream;
            blockStream = 0;
            sink.onHeaderBlock(ended, blockEndsStream, block, blockLength);
        }
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private void fail(ErrorCode code, String rule) {
        expect = Expect.NOTHING;
        sink.onConnectionError(code, rule);
    }
}
