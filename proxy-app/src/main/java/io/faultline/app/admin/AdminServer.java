package io.faultline.app.admin;

import io.faultline.core.config.AdminConfig;
import io.faultline.core.config.value.HostPort;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves the pages of the operators' port. NIO on one thread of its own: it works on every system, it
 * need not be fast, and it answers when all workers are busy.
 */
public final class AdminServer implements AutoCloseable {

    private static final int BACKLOG = 128;
    private static final int REQUEST_LINE_BYTES = 4 * 1024;

    private final EventLoopGroup loop;
    private final Channel listening;

    private final Connections connections;

    private AdminServer(EventLoopGroup loop, Channel listening, Connections connections) {
        this.loop = loop;
        this.listening = listening;
        this.connections = connections;
    }

    /**
     * Binds and serves. Blocks for as long as a bind takes; for the thread that starts the process.
     *
     * @throws IOException when the address cannot be bound; the message is a sentence
     */
    public static AdminServer start(AdminConfig config, List<AdminPage> pages) throws IOException {
        return start(config.bind(), config.token(), pages, AdminLimits.DEFAULT);
    }

    static AdminServer start(
            HostPort bind, @Nullable String token, List<AdminPage> pages, AdminLimits limits)
            throws IOException {
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(
                        1,
                        new DefaultThreadFactory("faultline-admin", true),
                        NioIoHandler.newFactory());
        Connections connections =
                new Connections(new AdminPages(pages), bind, limits, new AdminToken(token));
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childHandler(connections)
                        .bind(new InetSocketAddress(bind.host(), bind.port()))
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new IOException(
                    "admin: cannot listen on " + bind + ": " + bound.cause().getMessage(),
                    bound.cause());
        }
        return new AdminServer(loop, bound.channel(), connections);
    }

    /** Where it listens: with port 0 in the configuration, the port the system chose. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    /** On any thread. */
    int openConnections() {
        return connections.open.size();
    }

    /** Stops listening and cuts what is open. Does not wait for it. */
    @Override
    public void close() {
        listening.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Sets up each connection, on the one loop. */
    private static final class Connections extends ChannelInitializer<SocketChannel> {

        private final AdminPages pages;
        private final HostCheck hosts;
        private final AdminLimits limits;
        private final AdminToken token;
        private final Queue<Channel> open = new ConcurrentLinkedQueue<>();

        Connections(AdminPages pages, HostPort bind, AdminLimits limits, AdminToken token) {
            this.pages = pages;
            this.hosts = new HostCheck(bind.host());
            this.limits = limits;
            this.token = token;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            HttpDecoderConfig decoder =
                    new HttpDecoderConfig()
                            .setMaxInitialLineLength(
                                    Math.min(REQUEST_LINE_BYTES, limits.maxHeadBytes()))
                            .setMaxHeaderSize(limits.maxHeadBytes());
            channel.pipeline()
                    .addLast(new HttpServerCodec(decoder))
                    .addLast(new AdminConnection(pages, hosts, limits, token));
            open.add(channel);
            channel.closeFuture().addListener(closed -> open.remove(channel));
            if (open.size() > limits.maxConnections()) {
                open.element().close();
            }
        }
    }
}
