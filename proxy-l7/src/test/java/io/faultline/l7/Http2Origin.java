package io.faultline.l7;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An endpoint that speaks HTTP/2: Netty's, and a test says what it answers. */
public final class Http2Origin implements AutoCloseable {

    /** A request, complete unless it is asked for earlier, and what can be done with it. */
    public static final class Call {
        public final Http2Headers headers;
        public final Http2FrameStream stream;
        public final int connection;
        public final StringBuilder body = new StringBuilder();
        public final ChannelHandlerContext context;
        public @Nullable Http2Headers trailers;
        public boolean ended;

        private Call(
                Http2Headers headers,
                Http2FrameStream stream,
                int connection,
                ChannelHandlerContext context) {
            this.headers = headers;
            this.stream = stream;
            this.connection = connection;
            this.context = context;
        }

        public String header(String name) {
            CharSequence value = headers.get(name);
            return value == null ? "-" : value.toString();
        }

        public void answer(String status, String text) {
            head(status, false);
            data(text, true);
        }

        public void head(String status, boolean end, String... fields) {
            Http2Headers head = new DefaultHttp2Headers().status(status);
            for (int i = 0; i < fields.length; i += 2) {
                head.add(fields[i], fields[i + 1]);
            }
            context.writeAndFlush(new DefaultHttp2HeadersFrame(head, end).stream(stream));
        }

        public void data(String text, boolean end) {
            data(Unpooled.copiedBuffer(text, UTF_8), end);
        }

        public void data(ByteBuf bytes, boolean end) {
            context.writeAndFlush(new DefaultHttp2DataFrame(bytes, end).stream(stream));
        }

        public void trailers(String... fields) {
            Http2Headers head = new DefaultHttp2Headers();
            for (int i = 0; i < fields.length; i += 2) {
                head.add(fields[i], fields[i + 1]);
            }
            context.writeAndFlush(new DefaultHttp2HeadersFrame(head, true).stream(stream));
        }

        public void reset(Http2Error code) {
            context.writeAndFlush(new DefaultHttp2ResetFrame(code).stream(stream));
        }

        /** The connection takes nothing more; streams up to this one are served. */
        public void goAway(Http2Error code, int lastStream) {
            context.pipeline()
                    .get(Http2FrameCodec.class)
                    .goAway(
                            context.pipeline().context(Http2FrameCodec.class),
                            lastStream,
                            code.code(),
                            Unpooled.copiedBuffer("bye", UTF_8),
                            context.newPromise());
            context.flush();
        }
    }

    public final List<Call> calls = new CopyOnWriteArrayList<>();
    public final Map<Integer, Long> resets = new ConcurrentHashMap<>(); // stream to code
    public final AtomicInteger connections = new AtomicInteger();
    public final AtomicInteger open = new AtomicInteger();
    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel server;
    private volatile boolean early;
    private volatile boolean readsBodies = true;

    private Http2Origin(
            Http2Settings settings, @Nullable SslContext tls, Consumer<Call> behaviour) {
        server =
                new ServerBootstrap()
                        .group(loops)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        if (tls != null) {
                                            channel.pipeline()
                                                    .addLast(tls.newHandler(channel.alloc()));
                                        }
                                        channel.pipeline()
                                                .addLast(
                                                        Http2FrameCodecBuilder.forServer()
                                                                .initialSettings(settings)
                                                                .build(),
                                                        new Handler(
                                                                connections.incrementAndGet(),
                                                                behaviour));
                                    }
                                })
                        .bind(new InetSocketAddress("127.0.0.1", 0))
                        .syncUninterruptibly()
                        .channel();
    }

    public static Http2Origin answering(Consumer<Call> behaviour) {
        return new Http2Origin(Http2Settings.defaultSettings(), null, behaviour);
    }

    public static Http2Origin answering(Http2Settings settings, Consumer<Call> behaviour) {
        return new Http2Origin(settings, null, behaviour);
    }

    public static Http2Origin overTls(SslContext tls, Consumer<Call> behaviour) {
        return new Http2Origin(Http2Settings.defaultSettings(), tls, behaviour);
    }

    /** The test is told of a request when its head is there. */
    public Http2Origin early() {
        early = true;
        return this;
    }

    /** Gives no windows back. */
    public Http2Origin readingNothing() {
        readsBodies = false;
        return this;
    }

    public String hostPort() {
        return "127.0.0.1:" + ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        // A turn more: a connection that was accepted in this instant is closed in the next one.
        loops.shutdownGracefully(20, 1000, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }

    private final class Handler extends ChannelDuplexHandler {
        private final int connection;
        private final Consumer<Call> behaviour;
        private final Map<Http2FrameStream, Call> running = new ConcurrentHashMap<>();

        Handler(int connection, Consumer<Call> behaviour) {
            this.connection = connection;
            this.behaviour = behaviour;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) throws Exception {
            open.incrementAndGet();
            super.channelActive(context);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            open.decrementAndGet();
            super.channelInactive(context);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2HeadersFrame frame) {
                head(context, frame);
            } else if (message instanceof Http2DataFrame frame) {
                body(context, frame);
            } else if (message instanceof Http2ResetFrame frame) {
                resets.put(frame.stream().id(), frame.errorCode());
            }
            ReferenceCountUtil.release(message);
        }

        private void head(ChannelHandlerContext context, Http2HeadersFrame frame) {
            Call call = running.get(frame.stream());
            if (call == null) {
                call = new Call(frame.headers(), frame.stream(), connection, context);
                running.put(frame.stream(), call);
                calls.add(call);
                if (early) {
                    behaviour.accept(call);
                }
            } else {
                call.trailers = frame.headers();
            }
            end(call, frame.isEndStream());
        }

        private void body(ChannelHandlerContext context, Http2DataFrame frame) {
            Call call = running.get(frame.stream());
            if (call == null) {
                return;
            }
            if (readsBodies) {
                if (call.body.length() < 1_000_000) {
                    call.body.append(frame.content().toString(UTF_8));
                }
                context.writeAndFlush(
                        new DefaultHttp2WindowUpdateFrame(frame.initialFlowControlledBytes())
                                .stream(frame.stream()));
            }
            end(call, frame.isEndStream());
        }

        private void end(Call call, boolean ended) {
            if (ended) {
                call.ended = true;
                if (!early) {
                    behaviour.accept(call);
                }
            }
        }
    }
}
