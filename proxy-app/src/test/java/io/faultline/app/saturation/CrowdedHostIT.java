package io.faultline.app.saturation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Limits of a host that a real kernel reaches: in a network namespace of its own, where there are forty
 * source ports and room for one client in an accept queue.
 */
@Timeout(120)
class CrowdedHostIT {

    private static final String HOST =
            """
            set -e
            ip link set lo up
            echo 1 > /proc/sys/net/core/somaxconn
            """;

    @Test
    void theLimitThatWasReachedIsNamedAndNoOther() throws Exception {
        assumeTrue(run(HOST).exit() == 0, "no network namespaces here");

        Outcome outcome =
                run(
                        HOST + "exec \"$0\" -cp \"$1\" --enable-native-access=ALL-UNNAMED \"$2\"",
                        java(),
                        System.getProperty("java.class.path"),
                        CrowdedHost.class.getName());
        Map<String, String> found =
                outcome.lines().stream()
                        .filter(line -> line.matches("[a-z]+=.*"))
                        .map(line -> line.split("=", 2))
                        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));

        assertThat(found.get("ports"))
                .as("%s", outcome.lines())
                .startsWith("shop L4.PORTS_EXHAUSTED (proxy, connect) errno=EADDRNOTAVAIL")
                .contains("ports=20000-20039 available=40", "used_by_us=40");
        assertThat(found.get("saturation"))
                .startsWith("L4 source ports towards 127.0.0.1:")
                .contains(": 40 of 40 used (100 %)");
        assertThat(found.get("metric")).as("the fullest of all").isEqualTo("source_ports");
        assertThat(found.get("strangers")).as("overflows called ours").isEqualTo("0");
        assertThat(found.get("own"))
                .startsWith("shop L4.LISTEN_OVERFLOW (proxy, accept) dropped=")
                .contains("backlog=1", "configured=", "capped_by=net.core.somaxconn");
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
