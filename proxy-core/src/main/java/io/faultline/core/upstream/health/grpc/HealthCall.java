package io.faultline.core.upstream.health.grpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code grpc.health.v1.Health/Check}, from bytes to bytes. Netty's codec speaks HTTP/2 here:
 * a check is not the data path, and core knows nothing of the one that is. The two messages of the protocol
 * have one field each, so no library is needed to read them.
 */
final class HealthCall {

    private static final int SERVING = 1;
    private static final String[] STATUS = {"UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"};
    private static final int PREFIX = 5; // not compressed, and four bytes of length
    private static final int FIELD_1_TEXT = 0x0a;
    private static final int FIELD_1_NUMBER = 0x08;
    private static final int MOST_BYTES = 64 * 1024;
    private static final int QUOTED_BYTES = 60;

    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final EmbeddedChannel channel;
    private String httpStatus = "";
    private String grpcStatus = "";
    private String grpcMessage = "";
    private boolean over;
    private @Nullable String broken;

    HealthCall(String service, String authority, boolean secure) {
        Http2Headers headers =
                new DefaultHttp2Headers()
                        .method("POST")
                        .scheme(secure ? "https" : "http")
                        .authority(authority)
                        .path("/grpc.health.v1.Health/Check")
                        .add("content-type", "application/grpc")
                        .add("te", "trailers")
                        .add("user-agent", "faultline-check");
        channel =
                new EmbeddedChannel(
                        Http2FrameCodecBuilder.forClient()
                                .initialSettings(Http2Settings.defaultSettings().pushEnabled(false))
                                .build(),
                        new Caller(headers, request(service)));
    }

    private static byte[] request(String service) {
        byte[] name = service.getBytes(UTF_8);
        var field = new ByteArrayOutputStream();
        if (name.length > 0) {
            field.write(FIELD_1_TEXT);
            for (int rest = name.length; ; rest >>>= 7) {
                field.write(rest > 0x7f ? rest & 0x7f | 0x80 : rest);
                if (rest <= 0x7f) {
                    break;
                }
            }
            field.writeBytes(name);
        }
        ByteBuf framed = Unpooled.buffer(PREFIX + field.size());
        framed.writeByte(0).writeInt(field.size()).writeBytes(field.toByteArray());
        return framed.array();
    }

    /** Sends whatever the protocol has to say now. */
    void sendTo(Wire wire, Chunk scratch) {
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            while (out.isReadable()) {
                int length = Math.min(out.readableBytes(), scratch.capacity());
                var bytes = new byte[length];
                out.readBytes(bytes);
                scratch.buffer().put(0, bytes);
                wire.write(scratch, 0, length);
            }
            out.release();
        }
    }

    void receive(byte[] bytes) {
        if (!over && broken == null) {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        }
    }

    boolean isOver() {
        return over;
    }

    /** What keeps it from being a call at all, or null. */
    @Nullable String broken() {
        return broken;
    }

    boolean isServing() {
        return grpcStatus.equals("0") && status() == SERVING;
    }

    /** For people. */
    String verdict() {
        if (grpcStatus.equals("0")) {
            int status = status();
            return status >= 0 && status < STATUS.length ? STATUS[status] : "status " + status;
        }
        if (grpcStatus.isEmpty()) {
            return "HTTP status " + httpStatus + " and no grpc-status";
        }
        return "grpc-status " + grpcStatus + (grpcMessage.isEmpty() ? "" : ": " + grpcMessage);
    }

    /** Absent fields are 0 in protobuf, which is UNKNOWN. */
    private int status() {
        byte[] bytes = message.toByteArray();
        boolean plain = bytes.length >= PREFIX + 2 && bytes[0] == 0;
        return plain && bytes[PREFIX] == FIELD_1_NUMBER ? bytes[PREFIX + 1] : 0;
    }

    static String quote(byte[] bytes) {
        int length = Math.min(bytes.length, QUOTED_BYTES);
        return new String(bytes, 0, length, ISO_8859_1).replaceAll("[^ -~]", ".");
    }

    void close() {
        channel.finishAndReleaseAll();
    }

    /** Asks when there is a channel, and listens. */
    private final class Caller extends Http2ChannelDuplexHandler {
        private final Http2Headers headers;
        private final byte[] request;

        Caller(Http2Headers headers, byte[] request) {
            this.headers = headers;
            this.request = request;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            Http2FrameStream stream = newStream();
            context.write(new DefaultHttp2HeadersFrame(headers, false).stream(stream));
            context.writeAndFlush(
                    new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(request), true)
                            .stream(stream));
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (frame instanceof Http2HeadersFrame head) {
                read(head.headers());
                over |= head.isEndStream();
            } else if (frame instanceof Http2DataFrame data) {
                if (message.size() + data.content().readableBytes() > MOST_BYTES) {
                    broken = "an answer of more than 64 KiB to a health check";
                } else {
                    var bytes = new byte[data.content().readableBytes()];
                    data.content().readBytes(bytes);
                    message.writeBytes(bytes);
                }
                over |= data.isEndStream();
            } else if (frame instanceof Http2ResetFrame reset) {
                broken = "RST_STREAM " + reset.errorCode();
            } else if (frame instanceof Http2GoAwayFrame goAway) {
                broken = "GOAWAY " + goAway.errorCode();
            }
            ReferenceCountUtil.release(frame);
        }

        private void read(Http2Headers head) {
            httpStatus = text(head, ":status", httpStatus);
            grpcStatus = text(head, "grpc-status", grpcStatus);
            grpcMessage = text(head, "grpc-message", grpcMessage);
        }

        private static String text(Http2Headers head, String name, String before) {
            CharSequence value = head.get(name);
            return value == null ? before : value.toString();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            broken = "no HTTP/2: " + cause.getMessage();
        }
    }
}
