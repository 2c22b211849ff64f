package io.faultline.core.discovery.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DatagramDnsResponseDecoder;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.TcpDnsResponseDecoder;
import java.security.SecureRandom;

/** Sockets to name servers, of the kind the control loop can drive, set up to read responses. */
final class DnsSockets {

    private final IoEventLoop loop;
    private final ChannelFactory<? extends Channel> datagrams;
    private final ChannelFactory<? extends Channel> streams;
    private final SecureRandom ids = new SecureRandom();

    DnsSockets(IoEventLoop loop) {
        this.loop = loop;
        if (loop.isIoType(EpollIoHandler.class)) {
            datagrams = EpollDatagramChannel::new;
            streams = EpollSocketChannel::new;
        } else if (loop.isIoType(KQueueIoHandler.class)) {
            datagrams = KQueueDatagramChannel::new;
            streams = KQueueSocketChannel::new;
        } else {
            datagrams = NioDatagramChannel::new;
            streams = NioSocketChannel::new;
        }
    }

    IoEventLoop loop() {
        return loop;
    }

    /** RFC 5452 4.3: unpredictable. */
    int newId() {
        return ids.nextInt(1 << 16);
    }

    Bootstrap datagram(ChannelHandler reader) {
        return bootstrap(datagrams, new WholeDatagrams(), reader)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(QueryBytes.MAX_UDP_BYTES));
    }

    Bootstrap stream(ChannelHandler reader) {
        return bootstrap(streams, new TcpDnsResponseDecoder(), reader);
    }

    private Bootstrap bootstrap(
            ChannelFactory<? extends Channel> factory,
            ChannelHandler decoder,
            ChannelHandler reader) {
        return new Bootstrap()
                .group(loop)
                .channelFactory(factory)
                .disableResolver()
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline().addLast(decoder, reader);
                            }
                        });
    }

    /**
     * Netty's decoder stops without a word where a record makes no sense, for example because the
     * kernel cut a datagram that is larger than we said we take. That is a truncated answer.
     */
    private static final class WholeDatagrams extends DatagramDnsResponseDecoder {
        @Override
        protected DnsResponse decodeResponse(ChannelHandlerContext context, DatagramPacket packet)
                throws Exception {
            DnsResponse response = super.decodeResponse(context, packet);
            ByteBuf rest = packet.content();
            return rest.isReadable() ? response.setTruncated(true) : response;
        }
    }
}
