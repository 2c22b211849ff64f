package io.faultline.core.wire.channel;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Errno;
import io.faultline.core.timing.LoopTurn;
import io.faultline.core.wire.BindFailure;
import io.faultline.core.wire.ChunkPool;
import io.faultline.core.wire.ConnectObserver;
import io.faultline.core.wire.Destination;
import io.faultline.core.wire.Destinations;
import io.faultline.core.wire.InheritedSocket;
import io.faultline.core.wire.ListeningSocket;
import io.faultline.core.wire.ListeningSocket.Acceptor;
import io.faultline.core.wire.Transport;
import io.faultline.core.wire.UnbornWire;
import io.faultline.core.wire.Wire;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import org.jspecify.annotations.Nullable;

/** Sockets as Netty's NIO channels: the portable way. */
public final class ChannelTransport implements Transport {

    private final IoEventLoop loop;
    private final ChannelLoop shared;
    private final Destinations destinations = new Destinations();

    public ChannelTransport(IoEventLoop loop, LoopTurn turn, ChunkPool chunks) {
        this.loop = loop;
        this.shared = new ChannelLoop(turn, chunks);
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public ListeningSocket adopt(
            InheritedSocket socket, int backlog, boolean crowded, Acceptor acceptor)
            throws BindFailure {
        throw new BindFailure(socket.address(), Errno.EPROTONOSUPPORT); // no descriptors in NIO
    }

    /** A shared port needs SO_REUSEPORT, which NIO does not promise: one worker must do. */
    @Override
    public ListeningSocket listen(
            PeerAddress address, int backlog, boolean sharedPort, Acceptor acceptor)
            throws BindFailure {
        ServerSocketChannel socket = bind(address, backlog);
        var channel = new NioServerSocketChannel(socket);
        new ServerBootstrap()
                .group(loop)
                .channelFactory(() -> channel)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new AcceptErrors(acceptor))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, oneRead())
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel accepted) {
                                accepted(accepted, acceptor);
                            }
                        })
                .register();
        return new ChannelListeningSocket(channel, boundAddress(socket));
    }

    private static ServerSocketChannel bind(PeerAddress address, int backlog) throws BindFailure {
        ServerSocketChannel socket = null;
        try {
            socket = ServerSocketChannel.open();
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return socket.bind(address.toInetSocketAddress(), backlog);
        } catch (IOException e) {
            closeQuietly(socket);
            throw new BindFailure(address, Errno.of(e));
        }
    }

    @Override
    public void checkFree(PeerAddress address) throws BindFailure {
        closeQuietly(bind(address, 1));
    }

    private static void closeQuietly(@Nullable ServerSocketChannel socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // The bind has failed already, and that is what will be told.
        }
    }

    private static PeerAddress boundAddress(ServerSocketChannel socket) {
        try {
            return PeerAddress.from((InetSocketAddress) socket.getLocalAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("a bound socket has an address", e);
        }
    }

    /** Tells of an accept that failed; Netty then pauses accepting for a second by itself. */
    private static final class AcceptErrors extends ChannelInboundHandlerAdapter {

        private final Acceptor acceptor;

        AcceptErrors(Acceptor acceptor) {
            this.acceptor = acceptor;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            acceptor.onAcceptFailed(Errno.of(cause));
            context.fireExceptionCaught(cause);
        }
    }

    private void accepted(Channel channel, Acceptor acceptor) {
        var wire = new ChannelWire(shared, channel, null);
        channel.pipeline().addLast(wire);
        // Not from here: the channel is only half registered while it is being initialised.
        channel.eventLoop().execute(() -> acceptor.onAccepted(wire, wire.remoteAddress()));
    }

    @Override
    public Wire connect(
            PeerAddress remote, @Nullable PeerAddress source, ConnectObserver observer) {
        NioSocketChannel channel;
        try {
            channel = new NioSocketChannel();
        } catch (ChannelException noSocket) { // no descriptor is left
            return UnbornWire.refused(remote, Errno.of(noSocket), loop, observer);
        }
        var wire = new ChannelWire(shared, channel, remote);
        InetSocketAddress from = source == null ? null : source.toInetSocketAddress();
        new Bootstrap()
                .group(loop)
                .channelFactory(() -> channel)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.RECVBUF_ALLOCATOR, oneRead())
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // the caller has a timer
                .handler(wire)
                .connect(remote.toInetSocketAddress(), from)
                // Through the loop: the observer must not hear of it before this method returns.
                .addListener(done -> loop.execute(() -> wire.connectEnded(done.cause(), observer)));
        count(channel, remote);
        return wire;
    }

    private void count(Channel channel, PeerAddress remote) {
        Destination destination = destinations.towards(remote);
        if (destination != null) {
            destination.opened();
            channel.closeFuture().addListener(closed -> destination.closed());
        }
    }

    @Override
    public Destinations destinations() {
        return destinations;
    }

    /** One read per request for bytes, so that a pause is a pause. */
    private static RecvByteBufAllocator oneRead() {
        return new FixedRecvByteBufAllocator(ChannelLoop.READ_BYTES).maxMessagesPerRead(1);
    }

    @Override
    public void close() {}
}
