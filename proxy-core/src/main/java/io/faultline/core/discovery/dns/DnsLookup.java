package io.faultline.core.discovery.dns;

import io.faultline.core.config.DnsConfig;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.kqueue.KQueueDatagramChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lookups over the network, on the control loop. Netty sends, times and decodes single queries; who is
 * asked, how often, and what an answer means is decided here, because Netty's own resolution neither
 * tells NXDOMAIN from an empty answer nor shows the TTL.
 *
 * <p>Every query leaves from a socket of its own: with one port for all of them, an attacker who can
 * guess 16 bits could answer in the server's place (RFC 5452 9.2).
 */
public final class DnsLookup implements NameLookup {

    /** Fits one packet on any path that carries IPv6: an answer in fragments is easily lost or forged. */
    private static final int MAX_UDP_BYTES = 1232;

    private final IoEventLoop loop;
    private final SystemNames system;
    private final List<InetSocketAddress> configured;
    private final long timeoutMillis;
    private List<InetSocketAddress> servers = List.of();
    private DnsNameResolver resolver;

    public DnsLookup(IoEventLoop loop, DnsConfig config, SystemNames system) {
        this.loop = loop;
        this.system = system;
        this.configured =
                config.servers().stream()
                        .map(s -> new InetSocketAddress(InetAddress.ofLiteral(s.host()), s.port()))
                        .toList();
        this.timeoutMillis = config.timeout().toMillis();
        this.resolver = resolver(1);
    }

    @Override
    public void ask(String fullName, Family family, Consumer<Answer> then) {
        assert loop.inEventLoop();
        List<InetSocketAddress> now = configured.isEmpty() ? system.servers() : configured;
        if (!now.equals(servers)) {
            servers = now;
            resolver = resolver(Query.tries(now));
        }
        new Query(resolver, servers, fullName, family, then).start();
    }

    /** All tries of one lookup share its time, so that the last server is asked before it is over. */
    private DnsNameResolver resolver(int tries) {
        var builder =
                new DnsNameResolverBuilder(loop)
                        .queryTimeoutMillis(Math.max(1, timeoutMillis / tries))
                        .maxPayloadSize(MAX_UDP_BYTES)
                        .datagramChannelStrategy(
                                DnsNameResolverChannelStrategy.ChannelPerResolution)
                        .resolveCache(NoopDnsCache.INSTANCE)
                        .cnameCache(NoopDnsCnameCache.INSTANCE)
                        .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE);
        if (loop.isIoType(EpollIoHandler.class)) {
            builder.datagramChannelFactory(EpollDatagramChannel::new)
                    .socketChannelFactory(EpollSocketChannel::new);
        } else if (loop.isIoType(KQueueIoHandler.class)) {
            builder.datagramChannelFactory(KQueueDatagramChannel::new)
                    .socketChannelFactory(KQueueSocketChannel::new);
        } else {
            builder.datagramChannelFactory(NioDatagramChannel::new)
                    .socketChannelFactory(NioSocketChannel::new);
        }
        return builder.build();
    }
}
