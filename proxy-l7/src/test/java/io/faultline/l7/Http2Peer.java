package io.faultline.l7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.frame.FrameReader;
import io.faultline.l7.http2.frame.FrameType;
import io.faultline.l7.http2.frame.Settings;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A client of HTTP/2 that sends frames as a test says and reads none that it is not told to. */
public final class Http2Peer implements Closeable {

    private static final int PATIENCE_MILLIS = 20_000;

    private long window = Settings.DEFAULT_WINDOW; // of the connection, to send
    private final Map<Integer, String> passedOver = new HashMap<>();
    private @Nullable String lastStatus;
    private Map<String, String> lastHead = Map.of();
    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder heads = new DefaultHttp2HeadersDecoder(false, 1 << 20);

    /** @param payload without what frames it */
    public record Frame(int type, int flags, int stream, byte[] payload) {

        public boolean is(int wantedType, int wantedStream) {
            return type == wantedType && stream == wantedStream;
        }

        public boolean endsStream() {
            return (type == FrameType.DATA || type == FrameType.HEADERS)
                    && (flags & FrameType.END_STREAM) != 0;
        }

        public int int32(int at) {
            return ByteBuffer.wrap(payload).getInt(at);
        }

        public ErrorCode error() {
            return ErrorCode.of(int32(type == FrameType.GOAWAY ? 4 : 0));
        }

        public String text() {
            return new String(payload, ISO_8859_1);
        }
    }

    private Http2Peer(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
    }

    public static Http2Peer connect(HttpBench bench) {
        return connect(bench, null);
    }

    /** @param tls null for clear text */
    public static Http2Peer connect(HttpBench bench, @Nullable SSLContext tls) {
        try {
            var raw = new Socket();
            raw.setReceiveBufferSize(64 * 1024);
            raw.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), bench.port()), 5_000);
            raw.setSoTimeout(PATIENCE_MILLIS);
            raw.setTcpNoDelay(true);
            return new Http2Peer(tls == null ? raw : secure(raw, tls));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket secure(Socket raw, SSLContext tls) throws IOException {
        var secure =
                (SSLSocket)
                        tls.getSocketFactory().createSocket(raw, "localhost", raw.getPort(), true);
        var parameters = secure.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    /** Says hello, with these settings, and acknowledges those of the proxy. */
    public Http2Peer greet(int... idsAndValues) {
        send(FrameReader.preface());
        settings(idsAndValues);
        assertThat(read().type()).isEqualTo(FrameType.SETTINGS);
        frame(FrameType.SETTINGS, FrameType.ACK, 0);
        await(frame -> frame.type() == FrameType.SETTINGS && frame.flags() == FrameType.ACK);
        return this;
    }

    public Http2Peer settings(int... idsAndValues) {
        var payload = ByteBuffer.allocate(idsAndValues.length * 3);
        for (int i = 0; i < idsAndValues.length; i += 2) {
            payload.putShort((short) idsAndValues[i]).putInt(idsAndValues[i + 1]);
        }
        return frame(FrameType.SETTINGS, 0, 0, payload.array());
    }

    public Http2Peer send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException gone) {
            // Whoever is thrown out hears it while still talking; what was said before is read.
        }
        return this;
    }

    public Http2Peer frame(int type, int flags, int stream, byte... payload) {
        return send(bytes(type, flags, stream, payload));
    }

    public static byte[] bytes(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    public static byte[] repeated(byte[] frame, int times) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    /** A head of literals: names and values in turn, behind those of a plain request. */
    public Http2Peer request(int stream, boolean ends, String method, String path, String... more) {
        int flags = FrameType.END_HEADERS | (ends ? FrameType.END_STREAM : 0);
        return frame(FrameType.HEADERS, flags, stream, head(method, path, more));
    }

    public static byte[] head(String method, String path, String... more) {
        var block = new ByteArrayOutputStream();
        literal(block, ":method", method);
        literal(block, ":scheme", "http");
        literal(block, ":authority", "shop.example");
        literal(block, ":path", path);
        for (int i = 0; i < more.length; i += 2) {
            literal(block, more[i], more[i + 1]);
        }
        return block.toByteArray();
    }

    public static byte[] literal(String name, String value) {
        var block = new ByteArrayOutputStream();
        literal(block, name, value);
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        block.write(name.length());
        block.writeBytes(name.getBytes(ISO_8859_1));
        block.write(value.length());
        block.writeBytes(value.getBytes(ISO_8859_1));
    }

    public Http2Peer get(int stream, String path) {
        return request(stream, true, "GET", path);
    }

    public Http2Peer data(int stream, boolean ends, byte[] bytes) {
        window -= bytes.length;
        return frame(FrameType.DATA, ends ? FrameType.END_STREAM : 0, stream, bytes);
    }

    /** What may be sent on all streams together. */
    public long window() {
        return window;
    }

    public Http2Peer data(int stream, boolean ends, String text) {
        return data(stream, ends, text.getBytes(ISO_8859_1));
    }

    public Http2Peer open(int stream, int bytes) {
        return frame(FrameType.WINDOW_UPDATE, 0, stream, int32(bytes));
    }

    public Http2Peer reset(int stream) {
        return frame(FrameType.RST_STREAM, 0, stream, int32(ErrorCode.CANCEL.code()));
    }

    public static byte[] int32(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    public Frame read() {
        try {
            int lengthAndType = in.readInt();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            byte[] payload = new byte[lengthAndType >>> 8];
            in.readFully(payload);
            var frame = new Frame(lengthAndType & 0xff, flags, stream, payload);
            if (frame.is(FrameType.WINDOW_UPDATE, 0)) {
                window += frame.int32(0);
            }
            return frame;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips what comes before. */
    public Frame await(Predicate<Frame> wanted) {
        while (true) {
            Frame frame = read();
            if (frame.type() == FrameType.HEADERS) {
                status(frame); // so that the tables stay in step
            }
            if (wanted.test(frame)) {
                return frame;
            }
            if (frame.type() == FrameType.HEADERS) {
                passedOver.put(frame.stream(), String.valueOf(lastStatus));
            }
        }
    }

    public Frame await(int type, int stream) {
        return await(frame -> frame.is(type, stream));
    }

    private void status(Frame frame) {
        try {
            var head = heads.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()));
            lastHead = new HashMap<>();
            head.forEach(
                    field -> lastHead.put(field.getKey().toString(), field.getValue().toString()));
            CharSequence status = head.status();
            lastStatus = status == null ? null : status.toString();
        } catch (Http2Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The fields of the head that came last. */
    public Map<String, String> lastHead() {
        return lastHead;
    }

    /** Of streams that are answered in whatever order. */
    public String awaitStatus(int stream) {
        String before = passedOver.remove(stream);
        if (before != null) {
            return before;
        }
        await(FrameType.HEADERS, stream);
        return String.valueOf(lastStatus);
    }

    /** How far this stream's window was opened before the head of that other one came. */
    public long windowUntilStatus(int stream, int other) {
        long opened = 0;
        while (true) {
            Frame frame = await(each -> true);
            if (frame.is(FrameType.WINDOW_UPDATE, stream)) {
                opened += frame.int32(0);
            } else if (frame.is(FrameType.HEADERS, other)) {
                return opened;
            }
        }
    }

    /** The body of an answer whose head was read. */
    public String body(int stream) {
        var body = new StringBuilder();
        while (true) {
            Frame frame = await(FrameType.DATA, stream);
            body.append(frame.text());
            if (frame.endsStream()) {
                return body.toString();
            }
        }
    }

    /** Answers on a connection that should be well. */
    public void expectServed(int stream) {
        get(stream, "/well");
        assertThat(awaitStatus(stream)).isEqualTo("200");
    }

    /** GOAWAY, then nothing more. */
    public ErrorCode awaitGoAway() {
        return await(frame -> frame.type() == FrameType.GOAWAY).error();
    }

    public ErrorCode awaitReset(int stream) {
        return await(FrameType.RST_STREAM, stream).error();
    }

    public void expectEnd() {
        try {
            while (in.read() >= 0) {}
        } catch (IOException reset) {
            // an end as well
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
