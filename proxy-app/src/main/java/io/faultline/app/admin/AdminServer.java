package io.faultline.app.admin;

import io.faultline.core.config.AdminConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.scheduling.Precedence;
import io.faultline.core.wire.InheritedSocket;
import io.faultline.core.wire.linux.Descriptors;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves the pages of the operators' port, on one thread of its own: it need not be fast, and it answers
 * when all workers are busy. On Linux through epoll, whose sockets another process can take over.
 */
public final class AdminServer implements AutoCloseable {

    private static final boolean EPOLL = Epoll.isAvailable();
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
        return start(config, Path.of(""), pages, null, false);
    }

    /**
     * As {@link #start(AdminConfig, List)}, on a socket that was bound by somebody else, or on an address
     * that another process of ours still has.
     *
     * @param configFile relative paths start beside it
     * @param given stays its giver's: a copy is used; null to bind one
     * @param overlaps whether the address may be in use (SO_REUSEPORT)
     */
    public static AdminServer start(
            AdminConfig config,
            Path configFile,
            List<AdminPage> pages,
            @Nullable InheritedSocket given,
            boolean overlaps)
            throws IOException {
        AdminTls tls = config.tls() == null ? null : AdminTls.open(config.tls(), configFile);
        if (given == null && !overlaps) {
            checkFree(config.bind());
        }
        return start(config.bind(), config.token(), tls, pages, AdminLimits.DEFAULT, given);
    }

    /** With SO_REUSEPORT the kernel would let us share somebody's port without a word. */
    private static void checkFree(HostPort bind) throws IOException {
        try (var plain = new ServerSocket()) {
            plain.bind(new InetSocketAddress(bind.host(), bind.port()));
        } catch (IOException taken) {
            throw cannotListen(bind, taken);
        }
    }

    private static IOException cannotListen(HostPort bind, Throwable cause) {
        return new IOException(
                "admin: cannot listen on " + bind + ": " + cause.getMessage(), cause);
    }

    static AdminServer start(
            HostPort bind, @Nullable String token, List<AdminPage> pages, AdminLimits limits)
            throws IOException {
        return start(bind, token, null, pages, limits, null);
    }

    private static AdminServer start(
            HostPort bind,
            @Nullable String token,
            @Nullable AdminTls tls,
            List<AdminPage> pages,
            AdminLimits limits,
            @Nullable InheritedSocket given)
            throws IOException {
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(
                        1,
                        new DefaultThreadFactory("faultline-admin", true),
                        EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        loop.execute(Precedence::stepBack);
        Connections connections = new Connections(new AdminPages(pages), bind, limits, token, tls);
        ServerBootstrap server =
                new ServerBootstrap()
                        .group(loop)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childHandler(connections);
        ChannelFuture bound =
                (given == null ? bind(server, bind) : adopt(server, given)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw cannotListen(bind, bound.cause());
        }
        return new AdminServer(loop, bound.channel(), connections);
    }

    private static ChannelFuture bind(ServerBootstrap server, HostPort bind) {
        if (EPOLL) {
            server.channel(EpollServerSocketChannel.class)
                    .option(EpollChannelOption.SO_REUSEPORT, true);
        } else {
            server.channel(NioServerSocketChannel.class);
        }
        return server.bind(new InetSocketAddress(bind.host(), bind.port()));
    }

    private static ChannelFuture adopt(ServerBootstrap server, InheritedSocket given)
            throws IOException {
        var channel = new EpollServerSocketChannel(Descriptors.copyToListen(given.descriptor()));
        return server.channelFactory(() -> channel).register();
    }

    /**
     * A copy of the listening socket, for another process; whoever asked closes it.
     *
     * @throws IOException when there is none to give
     */
    public int lend() throws IOException {
        if (listening instanceof UnixChannel socket && listening.isOpen()) {
            return Descriptors.copyToListen(socket.fd().intValue());
        }
        throw new IOException("the admin port's socket cannot be given away");
    }

    /** Takes nobody new; who is connected is served on. */
    public void stopListening() {
        listening.close();
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
        connections.open.forEach(Channel::close);
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Sets up each connection, on the one loop. */
    private static final class Connections extends ChannelInitializer<SocketChannel> {

        private final AdminPages pages;
        private final String boundHost;
        private final @Nullable AdminTls tls;
        private final AdminLimits limits;
        private final AdminToken token;
        private final Queue<Channel> open = new ConcurrentLinkedQueue<>();

        Connections(
                AdminPages pages,
                HostPort bind,
                AdminLimits limits,
                @Nullable String token,
                @Nullable AdminTls tls) {
            this.pages = pages;
            this.boundHost = bind.host();
            this.limits = limits;
            this.token = new AdminToken(token, tls != null && tls.asksForCertificates());
            this.tls = tls;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            HttpDecoderConfig decoder =
                    new HttpDecoderConfig()
                            .setMaxInitialLineLength(
                                    Math.min(REQUEST_LINE_BYTES, limits.maxHeadBytes()))
                            .setMaxHeaderSize(limits.maxHeadBytes());
            List<String> names = new ArrayList<>(List.of(boundHost));
            if (tls != null) {
                channel.pipeline().addLast(tls.handler(channel.alloc()));
                names.addAll(tls.names());
            }
            HostCheck hosts = new HostCheck(names);
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
