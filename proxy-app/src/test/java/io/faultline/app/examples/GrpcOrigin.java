package io.faultline.app.examples;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A gRPC server without gRPC, in clear text: it is SERVING, answers every call with its name, and those whose method
 * is Sleep not at all.
 */
final class GrpcOrigin implements AutoCloseable {

    private static final byte[] SERVING = {8, 1};

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final byte[] name;
    private final Channel listening;
    private final ChannelGroup open = new DefaultChannelGroup(group.next(), true);
    private final List<String> calls = new CopyOnWriteArrayList<>();

    GrpcOrigin(String name) throws InterruptedException {
        this.name = name.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        listening =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(new Connection())
                        .bind(InetAddress.getLoopbackAddress(), 0)
                        .sync()
                        .channel();
    }

    String hostPort() {
        return "127.0.0.1:" + ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** The paths that were called, health checks too. */
    List<String> calls() {
        return calls;
    }

    @Override
    public void close() throws InterruptedException {
        listening.close().sync();
        open.close().sync();
        group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).sync();
    }

    private final class Connection extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            open.add(channel);
            channel.pipeline()
                    .addLast(
                            Http2FrameCodecBuilder.forServer().build(),
                            new Http2MultiplexHandler(
                                    new ChannelInitializer<>() {
                                        @Override
                                        protected void initChannel(Channel stream) {
                                            stream.pipeline().addLast(new Call());
                                        }
                                    }));
        }
    }

    private final class Call extends ChannelInboundHandlerAdapter {

        private String path = "";

        @Override
        public void channelRead(ChannelHandlerContext stream, Object frame) {
            boolean ends = false;
            if (frame instanceof Http2HeadersFrame head) {
                path = String.valueOf(head.headers().path());
                calls.add(path);
                ends = head.isEndStream();
            } else if (frame instanceof Http2DataFrame data) {
                ends = data.isEndStream();
            }
            ReferenceCountUtil.release(frame);
            if (ends && !path.endsWith("/Sleep")) {
                answer(stream, path.endsWith("/Check") ? SERVING : name);
            }
        }

        private void answer(ChannelHandlerContext stream, byte[] message) {
            Http2Headers head = new DefaultHttp2Headers().status("200");
            head.set("content-type", "application/grpc");
            stream.write(new DefaultHttp2HeadersFrame(head));
            var framed = Unpooled.buffer().writeByte(0).writeInt(message.length);
            stream.write(new DefaultHttp2DataFrame(framed.writeBytes(message)));
            Http2Headers trailers = new DefaultHttp2Headers().set("grpc-status", "0");
            stream.writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true));
        }
    }
}
