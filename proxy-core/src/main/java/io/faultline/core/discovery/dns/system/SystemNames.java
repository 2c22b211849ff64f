package io.faultline.core.discovery.dns.system;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** How this machine resolves names: {@code /etc/hosts} and {@code /etc/resolv.conf}, kept fresh. */
public final class SystemNames {

    private final LocalNames local;
    private final WatchedFile<ResolvConf> resolvConf;

    public SystemNames() {
        this(Path.of("/etc/hosts"), Path.of("/etc/resolv.conf"));
    }

    public SystemNames(Path hosts, Path resolvConf) {
        this.local = new LocalNames(hosts);
        this.resolvConf = new WatchedFile<>(resolvConf, ResolvConf::parse);
    }

    /**
     * What is settled without DNS, of the addresses that are wanted; none where it is to be asked.
     */
    public List<InetAddress> localAddresses(String name, Predicate<InetAddress> wanted) {
        return local.addresses(name, wanted);
    }

    public List<InetSocketAddress> servers() {
        return resolvConf.content().servers();
    }

    public SearchList search() {
        return resolvConf.content().search();
    }
}
