package io.faultline.l7.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.http2.rfc9113.Block;
import io.faultline.l7.http2.rfc9113.ErrorNumber;
import io.faultline.l7.http2.rfc9113.Frame;
import io.faultline.testkit.Eventually;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One connection that the proxy made to a {@link RawHttp2Endpoint}. Heads are decoded by Netty, never by ourselves. */
final class RawHttp2Server implements Closeable {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);

    private static final long SYNC = 0x1234_5678_9abc_def0L;

    private final Socket below; // TLS, if there is any
    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder =
            new DefaultHttp2HeadersDecoder(false, 1 << 20);
    private final Map<Integer, Long> asked = new HashMap<>(); // the proxy's settings
    private int pings;

    RawHttp2Server(Socket below, Socket socket) throws IOException {
        this.below = below;
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** A request's head as the proxy sent it. */
    record Asked(int stream, boolean complete, Map<String, String> head) {}

    // ---- the hello

    /** RFC 9113 3.4: what a client says first. */
    void readPreface() throws IOException {
        var preface = new byte[PREFACE.length];
        in.readFully(preface);
        assertThat(preface).isEqualTo(PREFACE);
        Frame settings = read("the proxy's SETTINGS");
        assertThat(settings.type()).as("%s", settings).isEqualTo(Frame.SETTINGS);
        ByteBuffer payload = settings.payload().duplicate();
        while (payload.hasRemaining()) {
            asked.put((int) payload.getShort(), (long) payload.getInt());
        }
    }

    long proxySetting(int id) {
        return asked.getOrDefault(id, -1L);
    }

    RawHttp2Server greet(int... idsAndValues) {
        return settings(idsAndValues).frame(Frame.SETTINGS, Frame.ACK, 0);
    }

    RawHttp2Server settings(int... idsAndValues) {
        var payload = ByteBuffer.allocate(idsAndValues.length * 3);
        for (int i = 0; i < idsAndValues.length; i += 2) {
            payload.putShort((short) idsAndValues[i]).putInt(idsAndValues[i + 1]);
        }
        return frame(Frame.SETTINGS, 0, 0, payload.array());
    }

    /** The decoder of heads follows the table size that was asked for. */
    void tableSize(int bytes) {
        try {
            decoder.configuration().maxHeaderTableSize(bytes);
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
    }

    // ---- sending

    RawHttp2Server send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException gone) {
            // Whoever breaks a rule may be cut off while still talking; what was said before is
            // read.
        }
        return this;
    }

    /**
     * Sends this again and again until the proxy takes no more of it for a second or has closed.
     *
     * @return how many bytes went, at most so many
     */
    long sendUntilBlocked(byte[] bytes, long most) {
        var sent = new AtomicLong();
        Thread sender =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        while (sent.get() < most) {
                                            socket.getOutputStream().write(bytes);
                                            sent.addAndGet(bytes.length);
                                        }
                                    } catch (IOException closed) {
                                        // it was thrown out
                                    }
                                });
        var last = new AtomicLong(-1);
        var same = new AtomicInteger();
        Eventually.until(
                "the proxy to take no more",
                () -> {
                    if (!sender.isAlive()) {
                        return true;
                    }
                    long now = sent.get();
                    int calm = last.getAndSet(now) == now ? same.incrementAndGet() : 0;
                    same.set(calm);
                    return calm > 50;
                });
        return sent.get();
    }

    RawHttp2Server frame(int type, int flags, int stream, byte... payload) {
        return send(bytes(type, flags, stream, payload));
    }

    static byte[] bytes(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    RawHttp2Server headers(int stream, boolean endStream, Block block) {
        int flags = Frame.END_HEADERS | (endStream ? Frame.END_STREAM : 0);
        return frame(Frame.HEADERS, flags, stream, block.bytes());
    }

    RawHttp2Server head(int stream, boolean endStream, String status, String... fields) {
        Block block = new Block().with(":status", status);
        for (int i = 0; i < fields.length; i += 2) {
            block.with(fields[i], fields[i + 1]);
        }
        return headers(stream, endStream, block);
    }

    RawHttp2Server data(int stream, boolean endStream, String text) {
        return data(stream, endStream, text.getBytes(ISO_8859_1));
    }

    RawHttp2Server data(int stream, boolean endStream, byte[] bytes) {
        return frame(Frame.DATA, endStream ? Frame.END_STREAM : 0, stream, bytes);
    }

    /** A whole small answer. */
    RawHttp2Server answer(int stream, String text) {
        return head(stream, false, "200").data(stream, true, text);
    }

    RawHttp2Server reset(int stream, int code) {
        return frame(Frame.RST_STREAM, 0, stream, int32(code));
    }

    RawHttp2Server reset(int stream, ErrorNumber code) {
        return reset(stream, code.ordinal());
    }

    RawHttp2Server goAway(int lastStream, ErrorNumber code) {
        return frame(Frame.GOAWAY, 0, 0, concat(int32(lastStream), int32(code.ordinal())));
    }

    RawHttp2Server windowUpdate(int stream, int increment) {
        return frame(Frame.WINDOW_UPDATE, 0, stream, int32(increment));
    }

    static byte[] int32(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    // ---- receiving

    /** The next frame; fails when the connection ends instead. */
    Frame read(String awaited) {
        Frame frame = readOrEnd(awaited);
        if (frame == null) {
            throw new AssertionError("the connection ended instead of " + awaited);
        }
        return frame;
    }

    private @Nullable Frame readOrEnd(String awaited) {
        try {
            int lengthAndType = in.readInt();
            int flags = in.readUnsignedByte();
            int stream = in.readInt() & Integer.MAX_VALUE;
            var payload = new byte[lengthAndType >>> 8];
            in.readFully(payload);
            return new Frame(lengthAndType & 0xff, flags, stream, ByteBuffer.wrap(payload));
        } catch (EOFException | SocketException | SSLException end) {
            return null;
        } catch (SocketTimeoutException late) {
            throw new AssertionError("nothing came: " + awaited, late);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next head; what is about the connection is skipped. */
    Asked request() {
        while (true) {
            Frame frame = read("a request");
            if (frame.type() == Frame.HEADERS) {
                return new Asked(frame.stream(), frame.has(Frame.END_STREAM), decode(frame));
            }
            if (frame.type() == Frame.GOAWAY) {
                throw new AssertionError("instead of a request: " + frame);
            }
        }
    }

    private Map<String, String> decode(Frame first) {
        Frame frame = first;
        byte[] block = frame.bytes();
        while (!frame.has(Frame.END_HEADERS)) {
            frame = read("CONTINUATION");
            block = concat(block, frame.bytes());
        }
        var head = new LinkedHashMap<String, String>();
        try {
            decoder.decodeHeaders(first.stream(), Unpooled.wrappedBuffer(block))
                    .forEach(
                            field ->
                                    head.put(
                                            field.getKey().toString(),
                                            field.getValue().toString()));
        } catch (Http2Exception e) {
            throw new AssertionError("a block that Netty cannot read", e);
        }
        return head;
    }

    /** Skips to the next frame of this type on this stream; what ends the connection fails. */
    Frame await(int type, int stream) {
        while (true) {
            Frame frame = read("a frame of type " + type + " on stream " + stream);
            if (frame.type() == type && frame.stream() == stream) {
                return frame;
            }
            if (frame.type() == Frame.GOAWAY) {
                throw new AssertionError("instead of type " + type + ": " + frame);
            }
            if (frame.type() == Frame.HEADERS) {
                decode(frame);
            }
        }
    }

    ErrorNumber awaitReset(int stream) {
        return await(Frame.RST_STREAM, stream).error();
    }

    /** The next bytes of a request's body, as many as that; windows are the test's affair. */
    int awaitBody(int stream, int atLeast) {
        int bytes = 0;
        while (bytes < atLeast) {
            bytes += await(Frame.DATA, stream).length();
        }
        return bytes;
    }

    /** RFC 9113 5.4.1: GOAWAY with this error, then the end of the connection. */
    void expectConnectionError(ErrorNumber wanted) {
        Frame goAway = awaitGoAway();
        assertThat(goAway.error()).as("%s", goAway).isEqualTo(wanted);
        assertThat(readOrEnd("the end")).isNull();
    }

    Frame awaitGoAway() {
        while (true) {
            Frame frame = read("GOAWAY");
            if (frame.type() == Frame.GOAWAY) {
                return frame;
            }
        }
    }

    /** The proxy closes, and says perhaps that it leaves. */
    void expectEnd() {
        while (readOrEnd("the end of the connection") != null) {
            // whatever was on its way
        }
    }

    /** The proxy answers a PING: what was sent before has been read, and the connection lives. */
    void expectAlive() {
        long data = SYNC + ++pings;
        frame(Frame.PING, 0, 0, ByteBuffer.allocate(8).putLong(data).array());
        while (true) {
            Frame frame = await(Frame.PING, 0);
            if (frame.has(Frame.ACK) && frame.payload().getLong(0) == data) {
                return;
            }
        }
    }

    /** The proxy has read all that was said, and has sent no more of this body. */
    void expectNoData(int stream) {
        expectAliveWithout(Frame.DATA, stream);
    }

    /** The proxy has read all that was said, and asks for nothing. */
    void expectNoRequest() {
        expectAliveWithout(Frame.HEADERS, -1);
    }

    private void expectAliveWithout(int type, int stream) {
        long data = SYNC + ++pings;
        frame(Frame.PING, 0, 0, ByteBuffer.allocate(8).putLong(data).array());
        while (true) {
            Frame frame = read("an answer to PING");
            if (frame.type() == type && (stream < 0 || frame.stream() == stream)) {
                throw new AssertionError("not allowed now: " + frame);
            }
            if (frame.type() == Frame.PING && frame.payload().getLong(0) == data) {
                return;
            }
        }
    }

    void answerPing(Frame ping) {
        frame(Frame.PING, Frame.ACK, 0, ping.bytes());
    }

    // ---- the end

    /** FIN, while what comes is still read. */
    void finish() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RST. */
    void abort() {
        try {
            below.setSoLinger(true, 0);
            below.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
