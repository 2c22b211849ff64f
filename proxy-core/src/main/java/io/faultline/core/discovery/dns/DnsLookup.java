package io.faultline.core.discovery.dns;

import io.faultline.core.config.source.Origins;
import io.faultline.core.config.upstream.DnsConfig;
import io.faultline.core.discovery.dns.system.SystemNames;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.timing.TimerText;
import io.netty.channel.IoEventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lookups over the network, on the control loop. Netty gives the sockets and the decoder; who is asked,
 * over what, how often, and what an answer means is decided here. Netty's own resolver neither tells
 * NXDOMAIN from an empty answer nor shows the TTL, takes a server that refuses for a silent one, and
 * does not survive a process without descriptors.
 */
public final class DnsLookup implements NameLookup {

    private final DnsSockets sockets;
    private final SystemNames system;
    private final List<InetSocketAddress> configured;
    private final long timeoutMillis;
    private final String timer;

    public DnsLookup(IoEventLoop loop, DnsConfig config, SystemNames system) {
        this(loop, config, system, TimerText.of("dns.timeout", config.timeout(), Origins.DEFAULT));
    }

    /** @param timer {@code dns.timeout} with its value and the line that set it, for the evidence */
    public DnsLookup(IoEventLoop loop, DnsConfig config, SystemNames system, String timer) {
        this.sockets = new DnsSockets(loop);
        this.system = system;
        this.configured =
                config.servers().stream()
                        .map(s -> new InetSocketAddress(InetAddress.ofLiteral(s.host()), s.port()))
                        .toList();
        this.timeoutMillis = config.timeout().toMillis();
        this.timer = timer;
    }

    @Override
    public void ask(String fullName, Family family, Consumer<Answer> then) {
        assert sockets.loop().inEventLoop();
        List<InetSocketAddress> servers = configured.isEmpty() ? system.servers() : configured;
        new Query(
                        sockets,
                        servers,
                        timeoutMillis,
                        fullName,
                        family,
                        answer -> then.accept(explained(answer)))
                .start();
    }

    private Answer explained(Answer answer) {
        boolean late =
                answer instanceof Answer.Unknown unknown
                        && (unknown.fault().code() == ApplicationFault.DNS_TIMEOUT
                                || unknown.fault().code() == TransportFault.CONNECT_TIMEOUT);
        return late && answer instanceof Answer.Unknown unknown
                ? new Answer.Unknown(unknown.fault().with("timer", timer))
                : answer;
    }
}
