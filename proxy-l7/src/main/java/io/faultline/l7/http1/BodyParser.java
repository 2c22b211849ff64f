package io.faultline.l7.http1;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.Fields;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body out of its framing (RFC 9112 6 and 7.1). What is between two runs of body bytes is judged
 * byte by byte, so the outcome does not depend on how the bytes arrive.
 *
 * <p>One per direction of a connection, reused; on the worker's loop only.
 */
public final class BodyParser {

    /** What comes next. */
    private enum Expect {
        BODY, // of a known length
        BODY_UNTIL_CLOSE,
        SIZE_DIGIT, // the first one
        SIZE, // another one, or the end of the size
        EXTENSION,
        SIZE_LINE_FEED,
        CHUNK,
        CHUNK_CARRIAGE_RETURN,
        CHUNK_LINE_FEED,
        TRAILERS,
        NOTHING, // the body is complete
        NOTHING_BROKEN
    }

    private static final int MAX_SIZE_DIGITS = 16;
    private static final long MAX_CHUNK = 1L << 60;

    /** Extensions mean nothing to anybody; they are skipped, but nobody may make us skip for ever. */
    private static final int MAX_EXTENSION_BYTES = 1024;

    private static final int MAX_EXTENSION_BYTES_OF_BODY = 16 * 1024;

    private final Sender sender;
    private final HeadLimits limits;

    private Expect expect = Expect.NOTHING;
    private long remaining; // of the body or of the chunk
    private long received;
    private int sizeDigits;
    private int extensionBytes;
    private int extensionBytesOfBody;
    private @Nullable Rejection rejection;
    private @Nullable TrailerReader trailerReader; // most connections never see a trailer

    private BodyParser(Sender sender, HeadLimits limits) {
        this.sender = sender;
        this.limits = limits;
    }

    /** For bodies that clients send. */
    public static BodyParser ofRequests(HeadLimits limits) {
        return new BodyParser(Sender.CLIENT, limits);
    }

    /** For bodies that upstreams send. */
    public static BodyParser ofResponses(HeadLimits limits) {
        return new BodyParser(Sender.UPSTREAM, limits);
    }

    /**
     * @param bodyLength a number of bytes, or one of {@link BodyLength}
     */
    public void begin(long bodyLength) {
        received = 0;
        rejection = null;
        extensionBytesOfBody = 0;
        if (trailerReader != null) {
            trailerReader.begin();
        }
        if (bodyLength == BodyLength.FRAMED) {
            beginChunk();
        } else if (bodyLength == BodyLength.UNTIL_CLOSE) {
            expect = Expect.BODY_UNTIL_CLOSE;
        } else {
            remaining = bodyLength;
            expect = bodyLength == BodyLength.NONE ? Expect.NOTHING : Expect.BODY;
        }
    }

    private void beginChunk() {
        expect = Expect.SIZE_DIGIT;
        remaining = 0;
        sizeDigits = 0;
        extensionBytes = 0;
    }

    /**
     * Takes what belongs to the body and lends the sink what is left without the framing.
     *
     * @return the index of the first byte that was not taken: right behind the body when it is complete
     */
    public int feed(Chunk chunk, int from, int to, BodySink sink) {
        int at = from;
        while (at < to) {
            switch (expect) {
                case BODY, CHUNK -> at = body(chunk, at, to, sink);
                case BODY_UNTIL_CLOSE -> {
                    received += to - at;
                    sink.onBody(chunk, at, to);
                    at = to;
                }
                case TRAILERS -> at = trailers(chunk, at, to);
                case NOTHING, NOTHING_BROKEN -> {
                    return at;
                }
                default -> frame(chunk.at(at++));
            }
        }
        return at;
    }

    private int body(Chunk chunk, int from, int to, BodySink sink) {
        int end = from + (int) Math.min(to - from, remaining);
        remaining -= end - from;
        received += end - from;
        if (remaining == 0) {
            expect = expect == Expect.CHUNK ? Expect.CHUNK_CARRIAGE_RETURN : Expect.NOTHING;
        }
        sink.onBody(chunk, from, end);
        return end;
    }

    /** How many bytes come yet without any framing between them; 0 where that is not known. */
    public long plainRest() {
        return expect == Expect.BODY ? remaining : 0;
    }

    /** So many bytes of the {@link #plainRest} went by without being fed. */
    public void passedBy(int bytes) {
        remaining -= bytes;
        received += bytes;
        if (remaining == 0) {
            expect = Expect.NOTHING;
        }
    }

    private int trailers(Chunk chunk, int from, int to) {
        TrailerReader reader = trailerReader();
        int at = reader.feed(chunk, from, to);
        switch (reader.outcome()) {
            case COMPLETE -> expect = Expect.NOTHING;
            case REJECTED -> {
                expect = Expect.NOTHING_BROKEN;
                rejection = reader.rejection();
            }
            case MORE -> {}
        }
        return at;
    }

    private TrailerReader trailerReader() {
        TrailerReader reader = trailerReader;
        if (reader == null) {
            reader = new TrailerReader(sender, limits);
            trailerReader = reader;
        }
        return reader;
    }

    /** RFC 9112 7.1: one byte of what stands around the chunks. */
    private void frame(byte b) {
        switch (expect) {
            case SIZE_DIGIT, SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_LINE_FEED -> {
                if (b != '\n') {
                    reject("RFC 9112 7.1: CR alone in a chunk's first line", b);
                } else {
                    expect = remaining == 0 ? Expect.TRAILERS : Expect.CHUNK;
                }
            }
            case CHUNK_CARRIAGE_RETURN -> {
                expect = Expect.CHUNK_LINE_FEED;
                if (b != '\r') {
                    reject("RFC 9112 7.1: a chunk does not end with CRLF where its size says", b);
                }
            }
            default -> {
                beginChunk();
                if (b != '\n') {
                    reject("RFC 9112 7.1: a chunk does not end with CRLF where its size says", b);
                }
            }
        }
    }

    private void size(byte b) {
        int digit = hexDigit(b);
        if (digit >= 0) {
            // Zeros in front count too: a size is a few
            // digits, whoever sends more wants an overflow.
            remaining = remaining << 4 | digit;
            expect = Expect.SIZE;
            if (++sizeDigits > MAX_SIZE_DIGITS || remaining < 0 || remaining > MAX_CHUNK) {
                reject("RFC 9112 7.1: a chunk size beyond 2^60, or of more than 16 digits", b);
            }
        } else if (expect == Expect.SIZE_DIGIT) {
            reject("RFC 9112 7.1: a chunk begins with its size in hexadecimal", b);
        } else if (b == '\r') {
            expect = Expect.SIZE_LINE_FEED;
        } else if (b == ';') {
            expect = Expect.EXTENSION;
        } else {
            // A blank here is "bad whitespace" that RFC 9112
            // 7.1.1 would skip; no sender of today writes it.
            reject("RFC 9112 7.1: neither CRLF nor ';' behind a chunk size", b);
        }
    }

    private static int hexDigit(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private void extension(byte b) {
        if (b == '\r') {
            expect = Expect.SIZE_LINE_FEED;
        } else if (b >= 0 && b < ' ' && b != '\t' || b == 0x7f) {
            reject("RFC 9112 7.1.1: a control character in a chunk extension", b);
        } else if (++extensionBytes > MAX_EXTENSION_BYTES
                || ++extensionBytesOfBody > MAX_EXTENSION_BYTES_OF_BODY) {
            reject(
                    "RFC 9112 7.1.1: more than 1 KiB of extensions in a chunk, or 16 KiB in a body",
                    b);
        }
    }

    private void reject(String rule, byte b) {
        expect = Expect.NOTHING_BROKEN;
        rejection =
                new Rejection(
                        sender.broken(),
                        rule,
                        "byte 0x" + Syntax.hex(b) + " after " + received + " body bytes");
    }

    public boolean isComplete() {
        return expect == Expect.NOTHING;
    }

    public boolean isRejected() {
        return expect == Expect.NOTHING_BROKEN;
    }

    /** Only when {@link #isRejected}. */
    public Rejection rejection() {
        return Objects.requireNonNull(rejection);
    }

    /** The end of the stream is the end of this body; for all others it would be a cut. */
    public boolean endsWithStream() {
        return expect == Expect.BODY_UNTIL_CLOSE;
    }

    /** Empty unless the body was chunked and trailers came. */
    public Fields trailers() {
        return trailerReader().fields();
    }

    /** Body bytes so far, without the framing. */
    public long received() {
        return received;
    }
}
