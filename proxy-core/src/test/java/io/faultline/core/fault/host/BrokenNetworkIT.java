package io.faultline.core.fault.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Faults that a healthy machine does not have, produced by a real kernel: in a network namespace of
 * its own, with a wire on which nobody answers and routes that lead nowhere. Takes some seconds, which
 * is how long the kernel asks for a neighbour.
 */
class BrokenNetworkIT {

    private static final String NETWORK =
            """
            set -e
            ip link set lo up
            ip link add wire type veth peer name end
            ip addr add 198.51.100.1/24 dev wire
            ip link set wire up
            ip link set end up
            ip route add 203.0.113.1/32 via 198.51.100.254
            ip route add prohibit 203.0.113.2/32
            ip route add blackhole 203.0.113.3/32
            ip route add unreachable 203.0.113.4/32
            """;

    @Test
    void theKernelsReasonsLeadToTheLayerThatBroke() throws Exception {
        assumeTrue(run("ip link set lo up").exit() == 0, "no network namespaces here");

        Outcome probe =
                run(
                        NETWORK
                                + "exec \"$0\" --enable-native-access=ALL-UNNAMED -cp \"$1\" \"$2\" \"${@:3}\"",
                        java(),
                        System.getProperty("java.class.path"),
                        ConnectProbe.class.getName(),
                        "127.0.0.1",
                        "198.51.100.9",
                        "203.0.113.1",
                        "203.0.113.2",
                        "203.0.113.3",
                        "203.0.113.4",
                        "192.0.2.77");

        assertThat(probe.lines())
                .containsExactly(
                        "127.0.0.1 L4.CONNECT_REFUSED (upstream, connect) errno=ECONNREFUSED",
                        "198.51.100.9 L2.NEIGHBOR_UNRESOLVED (upstream, connect)"
                                + " errno=EHOSTUNREACH seen_as=L3.HOST_UNREACHABLE"
                                + " neighbor=incomplete next_hop=198.51.100.9"
                                + " suspected=nobody answers ARP for 198.51.100.9",
                        "203.0.113.1 L2.NEIGHBOR_UNRESOLVED (proxy, connect)"
                                + " errno=EHOSTUNREACH seen_as=L3.HOST_UNREACHABLE"
                                + " neighbor=incomplete gateway=198.51.100.254"
                                + " suspected=nobody answers ARP for 198.51.100.254",
                        "203.0.113.2 L3.DESTINATION_DENIED (proxy, connect) errno=EACCES",
                        "203.0.113.3 L3.NETWORK_UNREACHABLE (proxy, connect) errno=EINVAL",
                        "203.0.113.4 L3.HOST_UNREACHABLE (proxy, connect)"
                                + " errno=EHOSTUNREACH our_route=rejected",
                        "192.0.2.77 L3.NETWORK_UNREACHABLE (proxy, connect)"
                                + " errno=ENETUNREACH our_route=none");
    }

    private record Outcome(int exit, List<String> lines) {}

    /** Runs a script in a fresh network namespace, in which we are root. */
    private static Outcome run(String script, String... arguments)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of("unshare", "--map-root-user", "--net", "bash", "-c", script));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Outcome(process.waitFor(), output.lines().toList());
        } catch (IOException noUnshare) {
            return new Outcome(127, List.of(noUnshare.toString()));
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
