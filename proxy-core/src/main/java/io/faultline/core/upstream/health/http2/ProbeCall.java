package io.faultline.core.upstream.health.http2;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
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
import org.jspecify.annotations.Nullable;

/**
 * One request of a check over HTTP/2, from bytes to bytes. Netty's codec speaks it: a check is not the data path,
 * core knows nothing of the one that is, and a check that shares no code with traffic shares no mistake with it.
 *
 * <p>Control thread only.
 */
public final class ProbeCall {

    private static final int QUOTED_BYTES = 60;

    /** Hears the answer as it comes: heads (interim ones, the one that counts, trailers), body, end. */
    public interface Answer {

        void onHead(Http2Headers head);

        void onBody(byte[] bytes);

        void onEnd();
    }

    private final EmbeddedChannel channel;
    private final Answer answer;
    private @Nullable String broken;

    /** @param body empty for a request without one */
    public ProbeCall(Http2Headers headers, byte[] body, Answer answer) {
        this.answer = answer;
        this.channel =
                new EmbeddedChannel(
                        Http2FrameCodecBuilder.forClient()
                                .initialSettings(Http2Settings.defaultSettings().pushEnabled(false))
                                .build(),
                        new Caller(headers, body));
    }

    /** Sends whatever the protocol has to say now. */
    public void sendTo(Wire wire, Chunk scratch) {
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

    public void receive(byte[] bytes) {
        if (broken == null) {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        }
    }

    /** What keeps it from being a call at all, or null. */
    public @Nullable String broken() {
        return broken;
    }

    /** The answer is more than anybody wants to read. */
    public void giveUp(String why) {
        broken = why;
    }

    /** The beginning of what came, for people. */
    public static String quote(byte[] bytes) {
        int length = Math.min(bytes.length, QUOTED_BYTES);
        return new String(bytes, 0, length, ISO_8859_1).replaceAll("[^ -~]", ".");
    }

    public void close() {
        channel.finishAndReleaseAll();
    }

    /** Asks when there is a channel, and listens. */
    private final class Caller extends Http2ChannelDuplexHandler {
        private final Http2Headers headers;
        private final byte[] body;

        Caller(Http2Headers headers, byte[] body) {
            this.headers = headers;
            this.body = body;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            Http2FrameStream stream = newStream();
            boolean whole = body.length == 0;
            context.writeAndFlush(new DefaultHttp2HeadersFrame(headers, whole).stream(stream));
            if (!whole) {
                context.writeAndFlush(
                        new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), true)
                                .stream(stream));
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            if (frame instanceof Http2HeadersFrame head) {
                answer.onHead(head.headers());
                endIf(head.isEndStream());
            } else if (frame instanceof Http2DataFrame data) {
                var bytes = new byte[data.content().readableBytes()];
                data.content().readBytes(bytes);
                answer.onBody(bytes);
                endIf(data.isEndStream());
            } else if (frame instanceof Http2ResetFrame reset) {
                broken = "RST_STREAM " + reset.errorCode();
            } else if (frame instanceof Http2GoAwayFrame goAway) {
                broken = "GOAWAY " + goAway.errorCode();
            }
            ReferenceCountUtil.release(frame);
        }

        private void endIf(boolean endStream) {
            if (endStream) {
                answer.onEnd();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            broken = "no HTTP/2: " + cause.getMessage();
        }
    }
}
