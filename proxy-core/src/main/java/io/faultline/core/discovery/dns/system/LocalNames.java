package io.faultline.core.discovery.dns.system;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Names that are settled before any name server is asked: the hosts file, and {@code localhost}, which
 * never leaves the machine (RFC 6761 6.3).
 */
final class LocalNames {

    private static final List<InetAddress> LOOPBACK =
            List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

    private final WatchedFile<HostsFile> hosts;

    LocalNames(Path hostsFile) {
        this.hosts = new WatchedFile<>(hostsFile, HostsFile::parse);
    }

    /** The addresses that are wanted, or none: then DNS is to be asked. */
    List<InetAddress> addresses(String name, Predicate<InetAddress> wanted) {
        String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        List<InetAddress> listed =
                hosts.content().addresses(plain).stream().filter(wanted).toList();
        return listed.isEmpty() && isLocalhost(plain)
                ? LOOPBACK.stream().filter(wanted).toList()
                : listed;
    }

    private static boolean isLocalhost(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("localhost") || lower.endsWith(".localhost");
    }
}
