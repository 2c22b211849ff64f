package io.faultline.core.upstream.health;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.ConnectConfig;
import io.faultline.core.config.HealthConfig;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.fault.host.HostWatch;
import io.faultline.core.timing.Ticker;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * Connects, then resets the connection. Nothing is sent and nothing is read: that the kernel of the
 * other side completes the handshake is all this check claims.
 *
 * <p>A reset and not a FIN, because whoever closes first keeps the connection in TIME_WAIT for a
 * minute: 1,000 endpoints checked every 2 s would hold 30,000 of them, here or in a firewall's table.
 */
public final class TcpProber implements Prober {

    private final IoEventLoop loop;
    private final Ticker ticker;
    private final HostWatch host;
    private final Bootstrap bootstrap;
    private final String timer;

    /**
     * @param host what our own host knows of a fault: a dead gateway is no endpoint's doing
     * @param timer {@code health.timeout} with its value and the line that set it, for the evidence
     */
    public TcpProber(
            IoEventLoop loop,
            Ticker ticker,
            HostWatch host,
            HealthConfig health,
            ConnectConfig connect,
            String timer) {
        this.loop = loop;
        this.ticker = ticker;
        this.host = host;
        this.timer = timer;
        this.bootstrap =
                new Bootstrap()
                        .group(loop)
                        .disableResolver()
                        .handler(new Deaf())
                        .option(ChannelOption.AUTO_READ, false)
                        .option(ChannelOption.SO_LINGER, 0)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(health.timeout().toMillis()));
        if (loop.isIoType(EpollIoHandler.class)) {
            bootstrap.channelFactory(EpollSocketChannel::new);
            // The port is chosen at connect, per destination: a source address does not run out
            // early.
            bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        } else if (loop.isIoType(KQueueIoHandler.class)) {
            bootstrap.channelFactory(KQueueSocketChannel::new);
        } else {
            bootstrap.channelFactory(NioSocketChannel::new);
        }
        String source = connect.source();
        if (source != null) {
            bootstrap.localAddress(new InetSocketAddress(InetAddress.ofLiteral(source), 0));
        }
    }

    @Override
    public Probe begin(InetSocketAddress target, String hostname, Consumer<Outcome> done) {
        assert loop.inEventLoop();
        long startedNanos = ticker.nanos();
        ChannelFuture connect = bootstrap.connect(target);
        if (connect.isDone()) {
            // No descriptor, no such source address: Netty would tell a listener on another thread.
            ended(connect, target, startedNanos, done);
            return () -> {};
        }
        ChannelFutureListener listener = c -> ended(c, target, startedNanos, done);
        connect.addListener(listener);
        return () -> {
            connect.removeListener(listener);
            connect.channel().close();
        };
    }

    private void ended(
            ChannelFuture connect,
            InetSocketAddress target,
            long startedNanos,
            Consumer<Outcome> done) {
        long tookNanos = ticker.nanos() - startedNanos;
        Throwable thrown = connect.cause();
        if (thrown != null) {
            done.accept(new Outcome(fault(thrown, target), tookNanos));
            return;
        }
        boolean toItself = target.equals(connect.channel().localAddress());
        connect.channel().close();
        done.accept(new Outcome(toItself ? nobodyListens(target) : null, tookNanos));
    }

    /**
     * TCP lets a socket connect to itself (RFC 9293 3.5, simultaneous open): towards a dead port of
     * this machine it happens whenever the kernel happens to pick that very port as ours.
     */
    private static Fault nobodyListens(InetSocketAddress target) {
        return nobodyListens(PeerAddress.from(target));
    }

    static Fault nobodyListens(PeerAddress target) {
        return Fault.of(TransportFault.CONNECT_REFUSED, Side.UPSTREAM, Stage.CONNECT)
                .with("address", target.toString())
                .with("connected-to", "itself");
    }

    private Fault fault(Throwable thrown, InetSocketAddress target) {
        PeerAddress address = PeerAddress.from(target);
        if (thrown instanceof ConnectTimeoutException) {
            Fault silence =
                    Fault.of(TransportFault.CONNECT_TIMEOUT, Side.UPSTREAM, Stage.CONNECT)
                            .with("address", address.toString())
                            .with("timer", timer);
            return host.refine(silence, address);
        }
        Fault fault = FaultClassifier.ofThrowable(thrown, Stage.CONNECT, Side.UPSTREAM, address);
        return host.refine(fault, address);
    }

    /** Between connect and close nothing that happens to the connection is of interest any more. */
    @ChannelHandler.Sharable
    private static final class Deaf extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
