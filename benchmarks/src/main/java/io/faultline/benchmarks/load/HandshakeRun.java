package io.faultline.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Connect, a full handshake of TLS 1.3, one request, its answer, close; always the same number under way. A unit is a connection that went
 * through all of it. Never resumed: Netty keeps no session for a client that does not name its peer. (wrk and h2load resume, so they cannot
 * measure this.)
 */
final class HandshakeRun {

    private static final byte[] REQUEST =
            "GET /b/100 HTTP/1.1\r\nHost: bench.example\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final LoadOrder order;
    private final SslContext tls;
    private final MultiThreadIoEventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("handshakes", true), NioIoHandler.newFactory());
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final Bootstrap bootstrap;
    private long units;
    private long errors;
    private boolean over;

    HandshakeRun(LoadOrder order, InetSocketAddress target) throws IOException {
        this.order = order;
        this.tls =
                SslContextBuilder.forClient()
                        .sslProvider(SslProvider.OPENSSL)
                        .protocols("TLSv1.3")
                        .ciphers(List.of("TLS_AES_128_GCM_SHA256"))
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .endpointIdentificationAlgorithm(
                                null) // a made-up name; the keys are the same work
                        .build();
        this.bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .remoteAddress(target);
    }

    LoadResult drive() throws IOException {
        long start = System.nanoTime();
        try {
            loop.submit(() -> startAll()).sync();
            loop.schedule(() -> over = true, (long) (order.seconds() * 1e9), TimeUnit.NANOSECONDS)
                    .sync();
            return loop.submit(() -> result(start)).get();
        } catch (Exception failed) {
            throw new IOException("handshakes: " + failed, failed);
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    private LoadResult result(long start) {
        double took = (System.nanoTime() - start) / 1e9;
        return new LoadResult(
                units,
                took,
                errors,
                latencies.micros(0.50),
                latencies.micros(0.99),
                latencies.micros(0.999));
    }

    private void startAll() {
        for (int i = 0; i < order.connections(); i++) {
            startOne();
        }
    }

    private void startOne() {
        if (over) {
            return;
        }
        var visit = new Visit(System.nanoTime());
        bootstrap
                .clone()
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline().addLast(tls.newHandler(channel.alloc()), visit);
                            }
                        })
                .connect()
                .addListener(
                        connected -> {
                            if (!connected.isSuccess()) {
                                visit.failed();
                            }
                        });
    }

    /** One connection, from its start to the end that the server makes. */
    private final class Visit extends SimpleChannelInboundHandler<ByteBuf> {

        private final long startNanos;
        private final HttpAnswerCounter answers = new HttpAnswerCounter();
        private boolean answered;
        private boolean ended;

        Visit(long startNanos) {
            this.startNanos = startNanos;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.wrappedBuffer(REQUEST));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            if (answers.feed(bytes.nioBuffer()) > 0) {
                answered = true;
                context.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (answered) {
                end();
                units++;
                latencies.add(System.nanoTime() - startNanos);
            } else {
                failed();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        void failed() {
            if (!ended) {
                errors++;
                end();
            }
        }

        private void end() {
            ended = true;
            startOne();
        }
    }
}
