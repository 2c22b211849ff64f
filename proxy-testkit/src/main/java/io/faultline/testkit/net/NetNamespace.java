package io.faultline.testkit.net;

import io.faultline.testkit.process.HostCommand;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * A second host on a wire of its own: a network namespace joined to ours by a veth pair. Here a test
 * can break what loopback never breaks: SYNs vanish, the neighbour does not answer, there is no route.
 *
 * <p>Needs Linux, {@code ip} and root; {@link #assumeAvailable()} skips the test and says so. The
 * addresses come from 198.18.0.0/15, which RFC 2544 sets aside for tests, so nothing real is touched.
 * Everything is gone after {@link #close()}.
 */
public final class NetNamespace implements Closeable {

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final int SUBNETS = 1 << 15; // the /30s of a /15

    private final String name;
    private final String hostEnd;
    private final String innerEnd;
    private final String hostAddress;
    private final String address;

    private NetNamespace(long process, int number) {
        int subnet = (int) ((process + number * 7919L) % SUBNETS);
        int base = (198 << 24 | 18 << 16) + subnet * 4;
        name = "faultline-" + process + "-" + number;
        hostEnd = "fl" + Integer.toString(subnet, 36) + "h";
        innerEnd = "fl" + Integer.toString(subnet, 36) + "n";
        hostAddress = dotted(base + 1);
        address = dotted(base + 2);
    }

    /** Skips the running test, with the reason, where namespaces cannot be made. */
    public static void assumeAvailable() {
        var probe = HostCommand.attempt("unshare", "--net", "ip", "link", "show");
        Assumptions.assumeTrue(
                probe.succeeded(),
                () -> "needs root, unshare and ip for a network namespace: " + probe.output());
    }

    public static NetNamespace create() {
        var made = new NetNamespace(ProcessHandle.current().pid(), COUNTER.incrementAndGet());
        try {
            made.build();
            return made;
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
    }

    /** The other host's address. */
    public String address() {
        return address;
    }

    /** Our own address on the wire. */
    public String hostAddress() {
        return hostAddress;
    }

    /** Put before a command, it runs over there: for {@code JavaLaunch.prefixedBy}. */
    public List<String> prefix() {
        return List.of("ip", "netns", "exec", name);
    }

    /** Runs a short command over there. */
    public String run(String... command) {
        var all = new ArrayList<>(prefix());
        all.addAll(List.of(command));
        return HostCommand.run(all.toArray(String[]::new));
    }

    /** What we send is thrown away without a word: its frames go to a neighbour that is not there. */
    public NetNamespace swallow() {
        ip("neigh", "replace", address, "lladdr", "02:00:00:00:00:01", "dev", hostEnd);
        return this;
    }

    /** Nobody answers ARP for the address: after about three seconds, EHOSTUNREACH. Layer 2. */
    public NetNamespace forgetAddress() {
        ip("-n", name, "addr", "flush", "dev", innerEnd);
        HostCommand.attempt("ip", "neigh", "flush", "dev", hostEnd);
        return this;
    }

    /** Our own routing table refuses the address: EHOSTUNREACH at once. Layer 3. */
    public NetNamespace refuseRoute() {
        ip("route", "replace", "unreachable", address + "/32");
        return this;
    }

    /** All is well again. */
    public NetNamespace heal() {
        HostCommand.attempt("ip", "route", "del", "unreachable", address + "/32");
        ip("-n", name, "addr", "replace", address + "/30", "dev", innerEnd);
        HostCommand.attempt("ip", "neigh", "del", address, "dev", hostEnd);
        return this;
    }

    @Override
    public void close() {
        HostCommand.attempt("ip", "route", "del", "unreachable", address + "/32");
        HostCommand.attempt("ip", "link", "del", hostEnd); // takes the other end with it
        HostCommand.attempt("ip", "netns", "del", name);
    }

    private void build() {
        ip("netns", "add", name);
        ip("link", "add", hostEnd, "type", "veth", "peer", "name", innerEnd, "netns", name);
        ip("addr", "add", hostAddress + "/30", "dev", hostEnd);
        ip("link", "set", hostEnd, "up");
        ip("-n", name, "link", "set", "lo", "up");
        ip("-n", name, "addr", "add", address + "/30", "dev", innerEnd);
        ip("-n", name, "link", "set", innerEnd, "up");
    }

    private static void ip(String... arguments) {
        var command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        HostCommand.run(command.toArray(String[]::new));
    }

    private static String dotted(int address) {
        return "%d.%d.%d.%d"
                .formatted(
                        address >>> 24,
                        address >>> 16 & 0xFF,
                        address >>> 8 & 0xFF,
                        address & 0xFF);
    }
}
