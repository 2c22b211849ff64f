package io.faultline.l7.http2.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What Netty finds, in the words of {@link ToldFrames}; it ends before the first frame that it refuses. */
final class NettyFrames extends Http2FrameAdapter {

    private final List<String> told = new ArrayList<>();

    private NettyFrames() {}

    static List<String> read(byte[] bytes) {
        var frames = new NettyFrames();
        var channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        try (var reader = new DefaultHttp2FrameReader(false)) {
            ChannelHandlerContext context = channel.pipeline().firstContext();
            reader.readFrame(context, buffer, frames);
        } catch (Http2Exception refused) {
            // What came before it counts.
        } finally {
            buffer.release();
            channel.finishAndReleaseAll();
        }
        return frames.told;
    }

    private void tell(String format, Object... arguments) {
        told.add(String.format(format, arguments));
    }

    @Override
    public int onDataRead(
            ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end) {
        tell("data %d %s %s", stream, end, ByteBufUtil.hexDump(data));
        return data.readableBytes() + padding;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int stream,
            Http2Headers headers,
            int padding,
            boolean end) {
        tell("headers %d %s", stream, end);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int stream,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end) {
        tell("headers %d %s", stream, end);
    }

    @Override
    public void onPriorityRead(
            ChannelHandlerContext context,
            int stream,
            int dependency,
            short weight,
            boolean exclusive) {
        tell("ignored %d", stream);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int stream, long code) {
        tell("reset %d %d", stream, (int) code);
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) {
        var text = new StringBuilder();
        for (Map.Entry<Character, Long> setting :
                new TreeMap<>(settings).descendingMap().entrySet()) {
            text.append(' ').append((int) setting.getKey()).append('=').append(setting.getValue());
        }
        tell("settings%s", text);
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext context) {
        tell("settings ack");
    }

    @Override
    public void onPingRead(ChannelHandlerContext context, long data) {
        tell("ping %x", data);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext context, long data) {
        tell("ping ack %x", data);
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext context, int last, long code, ByteBuf debug) {
        tell(
                "goaway %d %d %s",
                last,
                (int) code,
                ByteBufUtil.hexDump(
                        debug, debug.readerIndex(), Math.min(debug.readableBytes(), 100)));
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext context, int stream, int increment) {
        tell("window %d %d", stream, increment);
    }

    @Override
    public void onUnknownFrame(
            ChannelHandlerContext context,
            byte type,
            int stream,
            Http2Flags flags,
            ByteBuf payload) {
        tell("ignored %d", stream);
    }

    @Override
    public void onPushPromiseRead(
            ChannelHandlerContext context,
            int stream,
            int promised,
            Http2Headers headers,
            int padding) {
        tell("push %d", stream);
    }
}
