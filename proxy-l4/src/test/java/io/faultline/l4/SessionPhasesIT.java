package io.faultline.l4;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.BlackHole;
import io.faultline.testkit.net.OriginConnection;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.text.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Opaque sessions: whoever holds one up is found in its phases, and they add up to the total. */
@ExtendWith(LeakGuard.class)
class SessionPhasesIT {

    private static final long HELD_UP_MICROS = 140_000;

    @TempDir private Path folder;

    @Test
    void everyAttemptToConnectIsConnect() {
        try (var hole = BlackHole.open();
                var other = BlackHole.open();
                var bench =
                        start(
                                "",
                                "127.0.0.1:%d, 127.0.0.1:%d], connect: { timeout: 100ms"
                                        .formatted(hole.port(), other.port()));
                var client = bench.connect()) {
            client.expectReset();
            assertThat(phases(record()).get("connect")).isGreaterThan(190_000L);
        }
    }

    @Test
    void aClientThatSaysNothingCostsTheWaitForTheFirstByteOfAnybody() {
        try (var origin = ScriptedOrigin.start(OriginConnection::hold);
                var bench = start("idleTimeout: 400ms", origin.hostPort());
                var client = bench.connect()) {
            client.expectReset();
            assertThat(onlyPhase(record())).isEqualTo("wait");
        }
    }

    @Test
    void aClientThatSpeaksLateHasCostTheTimeBefore() {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = start("idleTimeout: 20s", origin.hostPort());
                var client = bench.connect()) {
            client.expectSilence(Duration.ofMillis(200));
            client.send("ping").readText(4);
            client.halfClose();
            client.expectFin();
            assertThat(phases(record()).get("client")).isGreaterThan(HELD_UP_MICROS);
        }
    }

    @Test
    void anEndpointThatDoesNotAnswerCostsTheWait() {
        try (var origin = ScriptedOrigin.start(OriginConnection::hold);
                var bench = start("idleTimeout: 400ms", origin.hostPort());
                var client = bench.connect()) {
            client.send("ping");
            client.expectReset();
            assertThat(onlyPhase(record())).isEqualTo("wait");
        }
    }

    @Test
    void anEndpointThatPausesAfterItsFirstByteCostsTheBody() {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = start("idleTimeout: 400ms", origin.hostPort());
                var client = bench.connect()) {
            client.send("ping").readText(4);
            client.expectReset();
            assertThat(onlyPhase(record())).isEqualTo("body");
        }
    }

    @Test
    void anEndpointThatDoesNotReadCostsSending() {
        try (var origin = ScriptedOrigin.start(OriginConnection::hold);
                var bench = start("idleTimeout: 2s", origin.hostPort());
                var client = bench.connect()) {
            client.sendUntilBlocked(Duration.ofMillis(50));
            assertThat(phases(record()).get("send")).isGreaterThan(HELD_UP_MICROS);
        }
    }

    @Test
    void aClientThatDoesNotReadCostsItselfAlsoWhereBytesAreSpliced() {
        byte[] much = new byte[64 * 1024 * 1024];
        try (var origin = ScriptedOrigin.start(Behaviour.sendThenFin(much));
                var bench = start("idleTimeout: 2s", origin.hostPort());
                var client = bench.connect()) {
            client.send("x");
            assertThat(phases(record()).get("client")).isGreaterThan(HELD_UP_MICROS);
        }
    }

    private L4Bench start(String tcp, String endpoints) {
        return L4Bench.start(
                L4Bench.config(
                                "",
                                tcp,
                                "endpoints: [" + endpoints + (endpoints.contains("{") ? " }" : "]"))
                        + "accessLog: { file: \"%s\" }\n".formatted(log()));
    }

    private Path log() {
        return folder.resolve("access.log");
    }

    private Map<String, @Nullable Object> record() {
        String line = Eventually.value("a record", this::lines, read -> !read.isEmpty()).getFirst();
        Map<String, @Nullable Object> record = StrictJson.object(line);
        long sum = phases(record).values().stream().mapToLong(Long::longValue).sum();
        assertThat(record.get("timings_us")).asString().contains("total=" + sum + "}");
        return record;
    }

    private List<String> lines() {
        try {
            return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String onlyPhase(Map<String, @Nullable Object> record) {
        var most =
                phases(record).entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        assertThat(most.getValue()).as(record.toString()).isGreaterThan(HELD_UP_MICROS);
        return most.getKey();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Long> phases(Map<String, @Nullable Object> record) {
        return (Map<String, Long>) Objects.requireNonNull(record.get("phases_us"));
    }
}
