package io.faultline.app.lab.net;

import io.faultline.testkit.process.HostCommand;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The proxy on a host of its own, a router, and this host with the endpoints behind it:
 *
 * <pre>
 *   proxy  10.205.N.1 ---- 10.205.N.2  router  10.206.N.2 ---- 10.206.N.1  endpoints and clients
 * </pre>
 *
 * <p>The same in IPv6: fd05:205:N::1, fd05:205:N::2, fd05:206:N::2, fd05:206:N::1.
 *
 * <p>Faults of the way are made on the router, faults of the proxy's own host there. Nothing of this
 * host is changed but one interface and one route, which go with {@link #close()}, and at the latest
 * when this JVM ends.
 */
public final class Hosts implements Ground {

    private static final int NUMBERS = 200;
    private static final Pattern NAME = Pattern.compile("fl-lab-(\\d+)-(\\d+)-\\w+");

    private final int number;
    private final Namespace proxy;
    private final Namespace router;
    private final String outside;
    private final Thread lastResort = new Thread(this::remove);

    private Hosts(int number) {
        String name = "fl-lab-" + number + "-" + ProcessHandle.current().pid();
        this.number = number;
        this.proxy = new Namespace(name + "-proxy");
        this.router = new Namespace(name + "-router");
        this.outside = "fllab" + number;
    }

    /** Why namespaces cannot be made here, or "". */
    public static String obstacle() {
        var probe = new Namespace("fl-lab-probe-" + ProcessHandle.current().pid());
        try {
            probe.add();
            probe.nft("list ruleset");
            return "";
        } catch (UncheckedIOException refused) {
            return "needs root, Linux, iproute2 and nftables: " + refused.getMessage();
        } finally {
            probe.remove();
        }
    }

    public static Hosts create() {
        var hosts = new Hosts(freeNumber());
        Runtime.getRuntime().addShutdownHook(hosts.lastResort);
        try {
            hosts.build();
            return hosts;
        } catch (RuntimeException e) {
            hosts.close();
            throw e;
        }
    }

    /** Of no lab that runs; what a killed one left behind is removed on the way. */
    private static int freeNumber() {
        Set<Integer> taken = new HashSet<>();
        Matcher names = NAME.matcher(HostCommand.run("ip", "netns", "list"));
        while (names.find()) {
            boolean runs = ProcessHandle.of(Long.parseLong(names.group(2))).isPresent();
            if (runs) {
                taken.add(Integer.parseInt(names.group(1)));
            } else {
                new Namespace(names.group()).remove(); // its cables go with it
            }
        }
        int wanted = (int) (ProcessHandle.current().pid() % NUMBERS);
        return IntStream.range(0, NUMBERS)
                .map(i -> (wanted + i) % NUMBERS + 1)
                .filter(each -> !taken.contains(each))
                .findFirst()
                .orElseThrow();
    }

    private void build() {
        proxy.add();
        router.add();
        router.link("toproxy", proxy, "eth0");
        HostCommand.run(
                ("ip link add " + outside + " type veth peer name toendpoints netns " + router)
                        .split(" "));
        HostCommand.run("ip", "addr", "add", endpointAddress() + "/24", "dev", outside);
        HostCommand.run("ip", "link", "set", outside, "up");
        router.up("toendpoints", "10.206." + number + ".2/24");
        router.up("toproxy", "10.205." + number + ".2/24");
        proxy.up("eth0", proxyAddress() + "/24");
        proxy.ip("route add 10.206." + number + ".0/24 via 10.205." + number + ".2");
        HostCommand.run(
                ("ip route add 10.205." + number + ".0/24 via 10.206." + number + ".2").split(" "));
        buildV6();
        router.sysctl("net.ipv4.ip_forward", "1");
        // Else it answers one attempt in a second, and the next one meets silence.
        router.sysctl("net.ipv4.icmp_ratelimit", "0");
        // An unanswered ARP is given up after three of these. On the proxy's own host it stays at
        // the
        // usual second: that long the proxy has for finding it in the table.
        router.sysctl("net.ipv4.neigh.toendpoints.retrans_time_ms", "100");
        router.nft("add table ip lab");
        router.nft("add chain ip lab forward { type filter hook forward priority 0 ; }");
        proxy.nft("add table ip lab");
        proxy.nft("add chain ip lab output { type filter hook output priority 0 ; }");
    }

    /** Without duplicate address detection: its second is spared, and nobody else is there. */
    private void buildV6() {
        HostCommand.run(
                ("ip addr add " + endpointAddressV6() + "/64 dev " + outside + " nodad")
                        .split(" "));
        router.ip("addr add fd05:206:" + number + "::2/64 dev toendpoints nodad");
        router.ip("addr add fd05:205:" + number + "::2/64 dev toproxy nodad");
        proxy.ip("addr add fd05:205:" + number + "::1/64 dev eth0 nodad");
        proxy.ip("route add fd05:206:" + number + "::/64 via fd05:205:" + number + "::2");
        HostCommand.run(
                ("ip route add fd05:205:" + number + "::/64 via fd05:206:" + number + "::2")
                        .split(" "));
        router.sysctl("net.ipv6.conf.all.forwarding", "1");
        router.sysctl("net.ipv6.icmp.ratelimit", "0");
        router.sysctl("net.ipv6.neigh.toendpoints.retrans_time_ms", "100");
        router.nft("add table ip6 lab");
        router.nft("add chain ip6 lab forward { type filter hook forward priority 0 ; }");
    }

    /** The proxy's own host. */
    public Namespace proxy() {
        return proxy;
    }

    /** The router between the proxy and the endpoints. */
    public Namespace router() {
        return router;
    }

    /**
     * A rule of the router, for what goes from the proxy to this port of an endpoint. Clients' packets
     * go the other way, perhaps to the same number.
     */
    public void onTheWayTo(int port, String verdict) {
        router.nft("add rule ip lab forward iifname toproxy tcp dport " + port + " " + verdict);
    }

    /** The same for IPv6. */
    public void onTheWayV6To(int port, String verdict) {
        router.nft("add rule ip6 lab forward iifname toproxy tcp dport " + port + " " + verdict);
    }

    /** A rule of the router, for what comes back from this port. */
    public void onTheWayBackFrom(int port, String verdict) {
        router.nft("add rule ip lab forward iifname toendpoints tcp sport " + port + " " + verdict);
    }

    /**
     * What comes back from this port waits at the router for what went before it: so many bits in a second
     * pass. A class of HTB, which a rule chooses by the priority it gives a packet.
     */
    public void slowBackFrom(int port, String rate) {
        router.run("tc", "qdisc", "add", "dev", "toproxy", "root", "handle", "1:", "htb");
        router.run(
                "tc", "class", "add", "dev", "toproxy", "parent", "1:", "classid", "1:10", "htb",
                "rate", rate, "burst", "1", "cburst", "1");
        onTheWayBackFrom(port, "meta priority set 1:10");
    }

    /** An address on the proxy's own wire that nobody has. */
    public String deadNeighbour() {
        return "10.205." + number + ".77";
    }

    /** An address on the endpoints' wire that nobody has: the router finds out. */
    public String deadHost() {
        return "10.206." + number + ".77";
    }

    /** {@link #deadNeighbour} in IPv6. */
    public String deadNeighbourV6() {
        return "fd05:205:" + number + "::77";
    }

    /** {@link #deadHost} in IPv6. */
    public String deadHostV6() {
        return "fd05:206:" + number + "::77";
    }

    /** {@link #endpointAddress} in IPv6. */
    public String endpointAddressV6() {
        return "fd05:206:" + number + "::1";
    }

    @Override
    public List<String> prefix() {
        return proxy.prefix();
    }

    @Override
    public String proxyAddress() {
        return "10.205." + number + ".1";
    }

    @Override
    public String endpointAddress() {
        return "10.206." + number + ".1";
    }

    @Override
    public Hosts hosts() {
        return this;
    }

    @Override
    public boolean hasHosts() {
        return true;
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException alreadyEnding) {
            // Then the hook runs, and finds nothing.
        }
    }

    private void remove() {
        HostCommand.attempt("ip", "link", "del", outside); // its route and its other end go too
        proxy.remove();
        router.remove();
    }
}
