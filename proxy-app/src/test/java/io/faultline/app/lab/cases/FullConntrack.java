package io.faultline.app.lab.cases;

import io.faultline.app.lab.net.Namespace;
import io.faultline.testkit.process.HostCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A connection tracking table that is full. Its size, nf_conntrack_max, is one number for the whole
 * machine and only the initial namespace may write it; but each namespace counts for itself. So the
 * number stays as it is, and this namespace alone is filled up to it.
 */
final class FullConntrack implements AutoCloseable {

    private static final long MOST_WE_WRITE = 600_000;
    private static final String MAX = "net.netfilter.nf_conntrack_max";

    private final Namespace host;

    FullConntrack(Namespace host) {
        this.host = host;
    }

    /** Only connects to this port are tracked: the others of the lab go past the table. */
    void fill(int port) throws IOException {
        long max = Long.parseLong(host.sysctl(MAX));
        Assumptions.assumeTrue(
                max <= MOST_WE_WRITE,
                () -> "a table of " + max + " entries takes too long to fill");
        host.nft("add table ip track");
        host.nft("add chain ip track out { type filter hook output priority raw ; }");
        host.nft("add rule ip track out tcp dport != " + port + " notrack");
        host.nft("add rule ip track out meta l4proto != tcp notrack");
        host.nft("add chain ip track in { type filter hook prerouting priority raw ; }");
        host.nft("add rule ip track in tcp sport != " + port + " notrack");
        host.nft("add rule ip track in meta l4proto != tcp notrack");
        host.nft("add chain ip track seen { type filter hook output priority 1 ; }");
        host.nft("add rule ip track seen ct state new counter");
        Path entries = Files.createTempFile("conntrack", ".load");
        try {
            Files.write(entries, entries(max));
            List<String> command = new ArrayList<>(host.prefix());
            command.addAll(List.of("conntrack", "-R", entries.toString()));
            HostCommand.attempt(command.toArray(String[]::new)); // the last ones find no room
        } finally {
            Files.delete(entries);
        }
    }

    /** ASSURED, else the kernel would throw them out for whoever comes. */
    private static List<String> entries(long count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count + 1000; i++) {
            int net = i / 60_000;
            int port = i % 60_000 + 1;
            lines.add(
                    ("-A -p udp -s 10.9.0.%1$d -d 10.9.1.1 --sport %2$d --dport 9 -r 10.9.1.1 -q"
                                    + " 10.9.0.%1$d --reply-port-src 9 --reply-port-dst %2$d -t 600"
                                    + " -u ASSURED,SEEN_REPLY")
                            .formatted(net + 1, port));
        }
        return lines;
    }

    @Override
    public void close() {
        // In this order: without the rules, but with the hooks still there, everything would be
        // tracked.
        HostCommand.attempt(("ip netns exec " + host + " conntrack -F").split(" "));
        HostCommand.attempt(("ip netns exec " + host + " nft delete table ip track").split(" "));
    }
}
