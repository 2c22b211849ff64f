package io.faultline.core.discovery.dns;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

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

    LocalNames local() {
        return local;
    }

    List<InetSocketAddress> servers() {
        return resolvConf.content().servers();
    }

    SearchList search() {
        return resolvConf.content().search();
    }
}
