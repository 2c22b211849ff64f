package io.faultline.core.discovery.dns;

import io.faultline.core.config.source.Origins;
import io.faultline.core.config.upstream.DnsConfig;
import io.faultline.core.discovery.dns.system.SearchList;
import io.faultline.core.discovery.dns.system.SystemNames;
import io.faultline.core.timing.TimerText;
import io.netty.channel.IoEventLoop;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;

/** How one upstream's names are resolved: which families, by whom, and what is settled locally. */
public final class DnsScope {

    private final DnsConfig config;
    private final SystemNames system;
    private final NameLookup lookup;

    public DnsScope(DnsConfig config, SystemNames system, NameLookup lookup) {
        this.config = config;
        this.system = system;
        this.lookup = lookup;
    }

    /** As {@link #overNetwork(IoEventLoop, SystemNames, Origins)}, for settings that nobody wrote. */
    public static Function<DnsConfig, DnsScope> overNetwork(
            IoEventLoop control, SystemNames system) {
        return overNetwork(control, system, Origins.none());
    }

    /** Over the network, from the control loop: what a proxy uses. */
    public static Function<DnsConfig, DnsScope> overNetwork(
            IoEventLoop control, SystemNames system, Origins origins) {
        return config ->
                new DnsScope(
                        config,
                        system,
                        new DnsLookup(
                                control,
                                config,
                                system,
                                TimerText.of(
                                        "dns.timeout",
                                        config.timeout(),
                                        origins.of(config, "timeout"))));
    }

    DnsConfig config() {
        return config;
    }

    List<Family> families() {
        return Family.wanted(config.family());
    }

    NameLookup lookup() {
        return lookup;
    }

    List<InetAddress> localAddresses(String name) {
        List<Family> families = families();
        return system.localAddresses(
                name, address -> families.stream().anyMatch(f -> f.has(address)));
    }

    /** A search list belongs to the system's name servers; others never heard of it. */
    List<String> candidates(String name) {
        boolean ownServers = !config.servers().isEmpty();
        return (ownServers ? SearchList.NONE : system.search()).candidates(name);
    }
}
