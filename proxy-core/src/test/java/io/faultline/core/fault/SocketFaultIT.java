package io.faultline.core.fault;

import static io.faultline.core.Side.PROXY;
import static io.faultline.core.Side.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.BlackHole;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the kernel really says through each transport, down to the code we make of it. */
@ParameterizedClass
@EnumSource(SocketFaultIT.Transport.class)
class SocketFaultIT {

    enum Transport {
        EPOLL(EpollSocketChannel.class) {
            @Override
            IoHandlerFactory loops() {
                return EpollIoHandler.newFactory();
            }
        },
        NIO(NioSocketChannel.class) {
            @Override
            IoHandlerFactory loops() {
                return NioIoHandler.newFactory();
            }
        };

        private final Class<? extends SocketChannel> channel;

        Transport(Class<? extends SocketChannel> channel) {
            this.channel = channel;
        }

        abstract IoHandlerFactory loops();
    }

    private final Transport transport;
    private final MultiThreadIoEventLoopGroup loop;
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();

    SocketFaultIT(Transport transport) {
        this.transport = transport;
        this.loop = new MultiThreadIoEventLoopGroup(1, transport.loops());
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
    }

    @Test
    void nobodyListens() throws Exception {
        try (var port = ReservedPort.any()) {
            Fault fault = connectFault(connect(port.address()), port.address());

            assertThat(fault)
                    .hasToString(
                            "L4.CONNECT_REFUSED (upstream, connect)"
                                    + " errno=ECONNREFUSED address=127.0.0.1:"
                                    + port.port());
        }
    }

    @Test
    void theSynIsSwallowed() throws Exception {
        try (var hole = BlackHole.open()) {
            Fault fault = connectFault(connect(hole.address()), hole.address());

            assertThat(fault.code()).isEqualTo(TransportFault.CONNECT_TIMEOUT);
            assertThat(fault.side()).isEqualTo(UPSTREAM);
        }
    }

    /** TCP to a broadcast address: Linux answers ENETUNREACH whatever the routing table says. */
    @Test
    void thereIsNoRoute() throws Exception {
        var nowhere = new InetSocketAddress("255.255.255.255", 80);

        Fault fault = connectFault(connect(nowhere), nowhere);

        switch (transport) {
            case NIO -> {
                assertThat(fault.code()).isEqualTo(NetworkFault.NETWORK_UNREACHABLE);
                assertThat(fault.evidence().toString()).contains("errno=ENETUNREACH");
            }
            // Netty's native transport throws one wordless exception for both: we do not pretend.
            case EPOLL -> {
                assertThat(fault.code()).isEqualTo(NetworkFault.HOST_UNREACHABLE);
                assertThat(fault.evidence().toString())
                        .contains("errno=EHOSTUNREACH or ENETUNREACH");
            }
        }
    }

    /** One source port towards one destination serves once: the smallest exhausted range. */
    @Test
    void everySourcePortIsTaken() throws Exception {
        try (var origin = ScriptedOrigin.start(Behaviour.silent())) {
            Channel first = connect(origin.address()).await().channel();
            var taken = (InetSocketAddress) first.localAddress();

            Fault fault = connectFault(connect(origin.address(), taken), origin.address());

            assertThat(fault.code()).isEqualTo(TransportFault.PORTS_EXHAUSTED);
            assertThat(fault.side()).isEqualTo(PROXY);
            assertThat(fault.countsAgainstEndpoint()).isFalse();
        }
    }

    @Test
    void theSourceAddressIsNotOurs() throws Exception {
        var foreign = new InetSocketAddress("203.0.113.7", 0);
        try (var origin = ScriptedOrigin.start(Behaviour.silent())) {
            Fault fault = connectFault(connect(origin.address(), foreign), origin.address());

            assertThat(fault.code()).isEqualTo(TransportFault.PORTS_EXHAUSTED);
            assertThat(fault.evidence().toString()).contains("errno=EADDRNOTAVAIL");
        }
    }

    @Test
    void thePeerResets() throws Exception {
        try (var origin = ScriptedOrigin.start(Behaviour.resetAfterReceiving(1))) {
            Channel channel = connect(origin.address()).await().channel();
            channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[1]));

            Throwable thrown = broken.get(20, TimeUnit.SECONDS);

            assertThat(FaultClassifier.ofThrowable(thrown, Stage.RELAY, UPSTREAM, null))
                    .hasToString("L4.RESET (upstream, relay) errno=ECONNRESET");
        }
    }

    /** The peer has closed both ways: our first bytes are answered by a RST, the next find no pipe. */
    @Test
    void weWriteToAPeerThatIsGone() throws Exception {
        try (var origin = ScriptedOrigin.start(connection -> {})) {
            Channel channel = connect(origin.address()).await().channel();
            origin.awaitConnection(1);
            Eventually.until("the origin to close", () -> origin.open() == 0);

            Throwable thrown = channel.eventLoop().submit(() -> secondWrite(channel)).get().cause();

            assertThat(FaultClassifier.ofThrowable(thrown, Stage.RELAY, UPSTREAM, null))
                    .hasToString("L4.RESET (upstream, relay) errno=EPIPE");
        }
    }

    /** Both within one turn of the loop: else the transport sees the RST first and closes. */
    private static ChannelFuture secondWrite(Channel channel) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[1]));
        return channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[1]));
    }

    private ChannelFuture connect(InetSocketAddress to) {
        return connect(to, null);
    }

    private ChannelFuture connect(InetSocketAddress to, @Nullable InetSocketAddress from) {
        var bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(transport.channel)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 300)
                        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .handler(new FirstFailure());
        return bootstrap.localAddress(from).connect(to);
    }

    private static Fault connectFault(ChannelFuture connecting, InetSocketAddress to)
            throws InterruptedException {
        connecting.await();
        assertThat(connecting.isSuccess()).as("connected to %s", to).isFalse();
        return FaultClassifier.ofThrowable(
                connecting.cause(), Stage.CONNECT, UPSTREAM, PeerAddress.from(to));
    }

    private final class FirstFailure extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            broken.complete(cause);
        }
    }
}
