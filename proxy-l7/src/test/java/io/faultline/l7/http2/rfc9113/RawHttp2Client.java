package io.faultline.l7.http2.rfc9113;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A client of HTTP/2 that sends whatever a test wants, right or wrong, and reads frame by frame. Heads are
 * decoded by Netty: our own decoder is not asked about our own encoder.
 *
 * <p>Every wait ends: after 20 s a test fails and says what it waited for.
 */
final class RawHttp2Client implements Closeable {

    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);

    private static final int PATIENCE_MILLIS = 20_000;
    private static final long SYNC = 0x1234_5678_9abc_def0L;

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder =
            new DefaultHttp2HeadersDecoder(false, 1 << 20);
    private int pings;
    private boolean betweenFrames;
    private long connectionWindow = 65_535; // what we may send, if nothing was sent

    private RawHttp2Client(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** @param tls null for clear text */
    static RawHttp2Client connect(int port, @Nullable SSLContext tls) {
        try {
            var raw = new Socket(InetAddress.getLoopbackAddress(), port);
            if (tls == null) {
                return new RawHttp2Client(raw);
            }
            var secure =
                    (SSLSocket) tls.getSocketFactory().createSocket(raw, "localhost", port, true);
            var parameters = secure.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            assertThat(secure.getApplicationProtocol()).isEqualTo("h2");
            return new RawHttp2Client(secure);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- sending

    RawHttp2Client send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException gone) {
            // Whoever has broken a rule may be cut off while still sending; what was said before is
            // read.
        }
        return this;
    }

    RawHttp2Client frame(int type, int flags, int stream, byte... payload) {
        return send(bytes(type, flags, stream, payload));
    }

    static byte[] bytes(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >>> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** Preface and empty SETTINGS, and what the server says is acknowledged. */
    RawHttp2Client greet(int... idsAndValues) {
        send(PREFACE);
        settings(idsAndValues);
        Frame settings = read("the server's SETTINGS");
        // RFC 9113 3.4: its first frame.
        assertThat(settings.type()).as("%s", settings).isEqualTo(Frame.SETTINGS);
        assertThat(settings.has(Frame.ACK)).isFalse();
        frame(Frame.SETTINGS, Frame.ACK, 0);
        await(Frame.SETTINGS, 0);
        return this;
    }

    RawHttp2Client settings(int... idsAndValues) {
        return frame(Frame.SETTINGS, 0, 0, settingsBytes(idsAndValues));
    }

    static byte[] settingsBytes(int... idsAndValues) {
        var payload = ByteBuffer.allocate(idsAndValues.length * 3);
        for (int i = 0; i < idsAndValues.length; i += 2) {
            payload.putShort((short) idsAndValues[i]).putInt(idsAndValues[i + 1]);
        }
        return payload.array();
    }

    /** A whole block in one frame. */
    RawHttp2Client headers(int stream, boolean endStream, Block block) {
        int flags = Frame.END_HEADERS | (endStream ? Frame.END_STREAM : 0);
        return frame(Frame.HEADERS, flags, stream, block.bytes());
    }

    RawHttp2Client data(int stream, boolean endStream, String text) {
        return frame(
                Frame.DATA, endStream ? Frame.END_STREAM : 0, stream, text.getBytes(ISO_8859_1));
    }

    RawHttp2Client windowUpdate(int stream, int increment) {
        return frame(Frame.WINDOW_UPDATE, 0, stream, int32(increment));
    }

    RawHttp2Client reset(int stream, int code) {
        return frame(Frame.RST_STREAM, 0, stream, int32(code));
    }

    static byte[] int32(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    /** Exclusive flag, dependency and weight (RFC 7540 6.3). */
    static byte[] priority(int dependency) {
        return ByteBuffer.allocate(5).putInt(dependency).put((byte) 15).array();
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

    /** The next frame, or null at the end of the connection, whichever kind of end. */
    @Nullable Frame readOrEnd(String awaited) {
        try {
            betweenFrames = true;
            int first = in.read();
            if (first < 0) {
                return null;
            }
            betweenFrames = false;
            int lengthAndType = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int flags = in.readUnsignedByte();
            int stream = in.readInt() & Integer.MAX_VALUE;
            var payload = new byte[lengthAndType >>> 8];
            in.readFully(payload);
            var frame = new Frame(lengthAndType & 0xff, flags, stream, ByteBuffer.wrap(payload));
            if (frame.type() == Frame.WINDOW_UPDATE && stream == 0) {
                connectionWindow += frame.int32(0);
            }
            return frame;
        } catch (EOFException | SocketException end) {
            return null;
        } catch (SocketTimeoutException late) {
            throw new AssertionError("nothing came: " + awaited, late);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came last was a whole frame, or nothing at all. */
    boolean hasEndedBetweenFrames() {
        return betweenFrames;
    }

    /** Skips to the next frame of this type on this stream; what ends either fails. */
    Frame await(int type, int stream) {
        String awaited = "a frame of type " + type + " on stream " + stream;
        while (true) {
            Frame frame = read(awaited);
            if (frame.type() == type && frame.stream() == stream) {
                return frame;
            }
            if (frame.type() == Frame.GOAWAY
                    || frame.type() == Frame.RST_STREAM && frame.stream() == stream) {
                throw new AssertionError("instead of " + awaited + ": " + frame);
            }
            if (frame.type() == Frame.HEADERS) {
                decode(frame); // the tables stay in step
            }
        }
    }

    Map<String, String> decode(Frame frame) {
        byte[] block = frame.bytes();
        assertThat(frame.flags() & (Frame.PADDED | Frame.HAS_PRIORITY)).isZero();
        while (!frame.has(Frame.END_HEADERS)) {
            frame = read("CONTINUATION");
            assertThat(frame.type()).isEqualTo(Frame.CONTINUATION);
            block = concat(block, frame.bytes());
        }
        var head = new LinkedHashMap<String, String>();
        try {
            decoder.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(block))
                    .forEach(
                            field ->
                                    head.merge(
                                            field.getKey().toString(),
                                            field.getValue().toString(),
                                            (first, second) -> first + ", " + second));
        } catch (Http2Exception e) {
            throw new AssertionError("a block that Netty cannot read", e);
        }
        return head;
    }

    /** The whole answer on this stream; others' frames are skipped. */
    Answer answer(int stream) {
        List<Map<String, String>> interim = new ArrayList<>();
        Map<String, String> head = null;
        Map<String, String> trailers = null;
        var body = new StringBuilder();
        while (true) {
            Frame frame = read("the answer on stream " + stream);
            Map<String, String> fields = frame.type() == Frame.HEADERS ? decode(frame) : Map.of();
            if (frame.type() == Frame.GOAWAY) {
                throw new AssertionError("instead of an answer: " + frame);
            }
            if (frame.stream() != stream) {
                continue;
            }
            switch (frame.type()) {
                case Frame.HEADERS -> {
                    if (head != null) {
                        trailers = fields;
                    } else if (fields.getOrDefault(":status", "").startsWith("1")) {
                        interim.add(fields);
                    } else {
                        head = fields;
                    }
                }
                case Frame.DATA -> body.append(new String(frame.bytes(), ISO_8859_1));
                case Frame.RST_STREAM -> throw new AssertionError("instead of an answer: " + frame);
                default -> {
                    continue;
                }
            }
            if (frame.has(Frame.END_STREAM)) {
                return new Answer(interim, Objects.requireNonNull(head), body.toString(), trailers);
            }
        }
    }

    /** A plain request on this stream and its answer. */
    Answer get(int stream, String path) {
        return headers(stream, true, Block.get(path)).answer(stream);
    }

    /** The window of the connection, as far as we were told; what was sent is not taken off. */
    long connectionWindow() {
        return connectionWindow;
    }

    // ---- what must become of it

    /** RFC 9113 5.4.1: GOAWAY with this error, then the end of the connection. */
    void expectConnectionError(ErrorNumber... any) {
        Frame goAway = null;
        Frame frame;
        while ((frame = readOrEnd("GOAWAY and the end")) != null) {
            if (frame.type() == Frame.GOAWAY) {
                goAway = frame;
            } else if (goAway != null) {
                throw new AssertionError("behind " + goAway + ": " + frame);
            }
        }
        if (goAway == null) {
            throw new AssertionError("the connection ended without a GOAWAY");
        }
        assertThat(goAway.error()).as("%s", goAway).isIn((Object[]) any);
    }

    /** RFC 9113 5.4.2: RST_STREAM with this error, while the connection goes on. */
    void expectStreamError(int stream, ErrorNumber... any) {
        assertThat(awaitReset(stream)).isIn((Object[]) any);
        expectAlive();
    }

    ErrorNumber awaitReset(int stream) {
        while (true) {
            Frame frame = read("RST_STREAM on " + stream);
            if (frame.type() == Frame.GOAWAY) {
                throw new AssertionError("instead of RST_STREAM: " + frame);
            }
            if (frame.type() == Frame.HEADERS) {
                decode(frame);
            }
            if (frame.type() == Frame.RST_STREAM && frame.stream() == stream) {
                return frame.error();
            }
        }
    }

    /** The server answers a PING; what came before the answer is returned. */
    List<Frame> expectAlive() {
        List<Frame> before = new ArrayList<>();
        long data = SYNC + ++pings;
        frame(Frame.PING, 0, 0, ByteBuffer.allocate(8).putLong(data).array());
        while (true) {
            Frame frame = read("an answer to PING");
            if (frame.type() == Frame.GOAWAY) {
                throw new AssertionError("instead of an answer to PING: " + frame);
            }
            if (frame.type() == Frame.PING
                    && frame.has(Frame.ACK)
                    && frame.payload().getLong(0) == data) {
                return before;
            }
            if (frame.type() == Frame.HEADERS) {
                decode(frame);
            }
            before.add(frame);
        }
    }

    /** What was sent before has no effect: no stream is reset, and a request is served. */
    void expectIgnored(int freeStream) {
        assertThat(expectAlive()).noneMatch(frame -> frame.type() == Frame.RST_STREAM);
        assertThat(get(freeStream, "/").status()).isEqualTo(200);
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
