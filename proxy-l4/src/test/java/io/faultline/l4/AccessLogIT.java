package io.faultline.l4;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.text.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What one session leaves in the access log, read back from the file. */
@ExtendWith(LeakGuard.class)
class AccessLogIT {

    @TempDir Path directory;

    @Test
    void aSessionThatFailedOverTellsBothAttemptsAndEverythingItMoved() {
        try (var nobody = ReservedPort.any();
                var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = start("127.0.0.1:" + nobody.port() + ", " + origin.hostPort(), "")) {
            // Round-robin: at least one of two sessions begins at the port where nobody listens.
            for (int i = 0; i < 4; i++) {
                try (var client = bench.connect()) {
                    client.send("hello").readText(5);
                    client.halfClose();
                    client.expectFin();
                }
            }
            Map<String, @Nullable Object> line = withTwoAttempts(records(4));
            assertThat(line)
                    .containsEntry("event", "session")
                    .containsEntry("listener", "in")
                    .containsEntry("upstream", "backend")
                    .containsEntry("endpoint", origin.hostPort())
                    .containsEntry("fault", null)
                    .containsEntry("closed_first", "client")
                    .containsEntry("bytes_up", 5L)
                    .containsEntry("bytes_down", 5L)
                    .containsEntry("generation", 1L)
                    .containsEntry("via", null);
            assertThat((String) line.get("client")).startsWith("127.0.0.1:");
            Map<String, @Nullable Object> failed = object(list(line, "attempts").get(0));
            assertThat(failed).containsEntry("endpoint", "127.0.0.1:" + nobody.port());
            assertThat(object(failed.get("fault")))
                    .containsEntry("code", "L4.CONNECT_REFUSED")
                    .containsEntry("side", "upstream")
                    .containsEntry("stage", "connect");
            assertThat(object(list(line, "attempts").get(1)))
                    .containsEntry("endpoint", origin.hostPort())
                    .containsEntry("fault", null);
            Map<String, @Nullable Object> timings = object(line.get("timings_us"));
            assertThat(timings).containsEntry("connection", "new");
            assertThat((Long) timings.get("total"))
                    .isGreaterThanOrEqualTo((Long) timings.get("upstream_first_byte"));
            assertThat((Long) timings.get("connect")).isPositive();
            assertThat((Long) timings.get("failed")).isPositive();
            assertThat((Long) object(line.get("client_tcp")).get("rtt_us")).isPositive();
            assertThat((Long) object(line.get("upstream_tcp")).get("rtt_us")).isPositive();
        }
    }

    @Test
    void whoeverEndsFirstIsNamed() {
        try (var origin =
                        ScriptedOrigin.start(
                                Behaviour.sendThenFin("bye".getBytes()),
                                Behaviour.resetAfterReceiving(1));
                var bench = start(origin.hostPort(), "")) {
            try (var client = bench.connect()) {
                client.readToFin();
                client.halfClose();
                bench.awaitNoSessions();
            }
            try (var client = bench.connect()) {
                client.send("x");
                client.expectReset();
            }
            List<Map<String, @Nullable Object>> lines = records(2);
            assertThat(lines.get(0))
                    .containsEntry("closed_first", "upstream")
                    .containsEntry("bytes_down", 3L)
                    .containsEntry("fault", null);
            assertThat(lines.get(1)).containsEntry("closed_first", "upstream");
            assertThat(object(lines.get(1).get("fault")))
                    .containsEntry("code", "L4.RESET")
                    .containsEntry("layer", "L4")
                    .containsEntry("side", "upstream")
                    .containsEntry("stage", "relay");
        }
    }

    @Test
    void whoIsNotLetInLeavesALineTooWithTheRuleAndWithoutAnEndpoint() {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = start(origin.hostPort(), ", firewall: { deny: [127.0.0.9] }")) {
            bench.expectRefusalOf("127.0.0.9");
            Map<String, @Nullable Object> line = records(1).getFirst();
            assertThat(line)
                    .containsEntry("endpoint", null)
                    .containsEntry("upstream", null)
                    .containsEntry("closed_first", "proxy")
                    .containsEntry("bytes_up", 0L);
            assertThat((String) line.get("client")).startsWith("127.0.0.9:");
            assertThat(list(line, "attempts")).isEmpty();
            Map<String, @Nullable Object> fault = object(line.get("fault"));
            assertThat(fault).containsEntry("code", "L3.ADDRESS_DENIED");
            assertThat(object(fault.get("evidence")).get("rule")).isEqualTo("deny 127.0.0.9/32");
        }
    }

    @Test
    void behindABalancerTheClientIsTheAnnouncedOneAndViaTheBalancer() {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = start(origin.hostPort(), ", proxyProtocol: { from: [127.0.0.2] }");
                var balancer = bench.connectFrom("127.0.0.2")) {
            byte[] header = Announcement.v2("192.0.2.7", 4711, "198.51.100.9", 443);
            balancer.send(Announcement.with(header, "ping"));
            balancer.readText(4);
            balancer.halfClose();
            balancer.expectFin();
            assertThat(records(1).getFirst())
                    .containsEntry("client", "192.0.2.7:4711")
                    .containsEntry("via", "127.0.0.2:" + balancer.local().getPort())
                    .containsEntry("bytes_up", 4L);
        }
    }

    private static Map<String, @Nullable Object> withTwoAttempts(
            List<Map<String, @Nullable Object>> lines) {
        for (Map<String, @Nullable Object> line : lines) {
            if (list(line, "attempts").size() == 2) {
                return line;
            }
        }
        throw new AssertionError("nobody failed over: " + lines);
    }

    private Path log() {
        return directory.resolve("access.log");
    }

    /** Exactly this many lines, once the writer has caught up. */
    private List<Map<String, @Nullable Object>> records(int count) {
        List<String> lines =
                Eventually.value(count + " lines", this::lines, read -> read.size() >= count);
        assertThat(lines).hasSize(count);
        return lines.stream().map(StrictJson::object).toList();
    }

    private List<String> lines() {
        try {
            return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(@Nullable Object value) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object> list(Map<String, @Nullable Object> of, String key) {
        return (List<@Nullable Object>) Objects.requireNonNull(of.get(key));
    }

    private L4Bench start(String endpoints, String listener) {
        return L4Bench.start(
                """
                workers: 1
                listeners:
                  - { name: in, bind: "127.0.0.1:0", tcp: { to: backend }%s }
                upstreams: { backend: { endpoints: [%s] } }
                accessLog: { file: "%s" }
                """
                        .formatted(listener, endpoints, log()));
    }
}
