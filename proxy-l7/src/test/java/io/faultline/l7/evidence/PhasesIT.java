package io.faultline.l7.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.Http2Peer;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.l7.http2.frame.FrameType;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.BlackHole;
import io.faultline.testkit.net.OriginConnection;
import io.faultline.testkit.net.ReservedPort;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each layer is held up once, for as long as a timer of the proxy lets it: the time is found in the phase
 * of that layer, and all phases add up to the total, whichever HTTP version the client speaks.
 */
@ExtendWith(LeakGuard.class)
class PhasesIT {

    private static final long HELD_UP_MICROS = 140_000;

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anApplicationThatIsSilentCostsItsWait(boolean http2) {
        try (var origin = HttpOrigin.answering(request -> HttpOrigin.SILENT);
                var bench = bench("timeouts: { response: 400ms }", "", origin.hostPort())) {
            get(bench, http2);
            assertThat(onlyPhase(record())).isEqualTo("wait");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyTryOfAConnectIsConnect(boolean http2) {
        try (var one = BlackHole.open();
                var two = BlackHole.open();
                var bench =
                        HttpBench.start(
                                config("", "", "127.0.0.1:" + one.port(), "127.0.0.1:" + two.port())
                                        .replace(
                                                "endpoints:",
                                                "connect: { timeout: 100ms }, endpoints:"))) {
            get(bench, http2);
            Map<String, @Nullable Object> record = record();
            assertThat(onlyPhase(record)).isEqualTo("connect");
            assertThat(phases(record).get("connect")).isGreaterThan(190_000L);
            assertThat(list(record.get("attempts"))).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEndpointThatSaysNothingOfTlsCostsTls(boolean http2) {
        try (var origin = ScriptedOrigin.start(OriginConnection::hold);
                var bench =
                        HttpBench.start(
                                config("", "", origin.hostPort())
                                        .replace(
                                                "endpoints:",
                                                "connect: { attempts: 1 }, tls: { verify: false,"
                                                        + " handshakeTimeout: 400ms }, endpoints:"))) {
            get(bench, http2);
            assertThat(onlyPhase(record())).isEqualTo("tls");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPoolThatIsFullCostsTheQueue(boolean http2) {
        try (var origin = HttpOrigin.answering(request -> HttpOrigin.SILENT);
                var bench =
                        HttpBench.start(
                                config("", "", origin.hostPort())
                                        .replace(
                                                "endpoints:",
                                                "pool: { maxConnections: 1, pendingTimeout: 400ms }, endpoints:"));
                var first = bench.connect()) {
            first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Eventually.until("the first request", () -> origin.requests().size() == 1);
            get(bench, http2);
            assertThat(onlyPhase(record())).isEqualTo("queue");
        }
    }

    @Test
    void aClientThatDoesNotSendItsBodyCostsItself() {
        try (var origin = HttpOrigin.saying("good");
                var bench = bench("", "timeouts: { tryTimeout: 400ms }", origin.hostPort());
                var client = bench.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
            assertThat(client.readLine()).startsWith("HTTP/1.1 504");
            assertThat(onlyPhase(record())).isEqualTo("client");
        }
    }

    @Test
    void aStreamWhoseClientDoesNotSendItsBodyCostsTheClient() {
        try (var origin = HttpOrigin.saying("good");
                var bench = bench("", "timeouts: { tryTimeout: 400ms }", origin.hostPort());
                var peer = Http2Peer.connect(bench).greet()) {
            peer.request(1, false, "PUT", "/");
            assertThat(onlyPhase(record())).isEqualTo("client");
        }
    }

    @Test
    void anEndpointThatTakesNoBodyCostsSending() {
        try (var origin = ScriptedOrigin.start(OriginConnection::hold);
                var bench = bench("timeouts: { writeStall: 2s }", "", origin.hostPort());
                var client = bench.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n");
            client.sendUntilBlocked(Duration.ofMillis(50));
            assertThat(phases(record()).get("send")).isGreaterThan(HELD_UP_MICROS);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerThatStopsHalfWayCostsTheBody(boolean http2) {
        try (var origin =
                        HttpOrigin.answering(
                                request -> "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                var bench = bench("timeouts: { responseStall: 400ms }", "", origin.hostPort())) {
            get(bench, http2);
            assertThat(onlyPhase(record())).isEqualTo("body");
        }
    }

    @Test
    void aClientThatDoesNotReadCostsItselfAndNotTheEndpoint() {
        String much = HttpOrigin.ok("x".repeat(20_000_000));
        try (var origin = HttpOrigin.answering(request -> much);
                var bench = bench("timeouts: { writeStall: 2s }", "", origin.hostPort());
                var client = bench.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(phases(record()).get("client")).isGreaterThan(HELD_UP_MICROS);
        }
    }

    @Test
    void aStreamWhoseWindowIsShutCostsTheClient() {
        String much = HttpOrigin.ok("x".repeat(200_000));
        try (var origin = HttpOrigin.answering(request -> much);
                var bench = bench("timeouts: { writeStall: 2s }", "", origin.hostPort());
                var peer = Http2Peer.connect(bench).greet()) {
            peer.request(1, true, "GET", "/");
            assertThat(phases(record()).get("client")).isGreaterThan(HELD_UP_MICROS);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTryThatFailedIsInThePhasesOfTheWhole(boolean http2) {
        try (var slow = HttpOrigin.answering(request -> HttpOrigin.SILENT);
                var other = HttpOrigin.answering(request -> HttpOrigin.SILENT);
                var bench =
                        bench(
                                "",
                                "timeouts: { tryTimeout: 100ms }, retries: { on: [timeout], attempts: 2 }",
                                slow.hostPort(),
                                other.hostPort())) {
            get(bench, http2);
            assertThat(phases(record()).get("wait")).isGreaterThan(190_000L);
        }
    }

    @Test
    void whateverBecomesOfAnExchangeItsPhasesAddUp() {
        try (var nobody = ReservedPort.any();
                var origin =
                        HttpOrigin.answering(
                                request ->
                                        request.contains("/gone")
                                                ? HttpOrigin.HANG_UP
                                                : request.contains("/reset")
                                                        ? HttpOrigin.RESET
                                                        : request.contains("/garbage")
                                                                ? "no HTTP\r\n\r\n"
                                                                : HttpOrigin.ok("x"));
                var bench = bench("", "", "127.0.0.1:" + nobody.port(), origin.hostPort());
                var keep = bench.connect();
                var peer = Http2Peer.connect(bench).greet()) {
            int stream = 1;
            for (String path : List.of("/", "/gone", "/reset", "/garbage", "/", "/")) {
                bench.exchange(
                        "GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".formatted(path));
                peer.request(stream, true, "GET", path);
                stream += 2;
            }
            String pipelined = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3);
            keep.send(pipelined);
            for (Map<String, @Nullable Object> record : records(15)) {
                checkSum(record);
            }
        }
    }

    @Test
    void provenanceSaysWhatWasMadeForThisExchange() {
        try (var origin = HttpOrigin.saying("x");
                var bench = bench("", "", origin.hostPort().replace("127.0.0.1", "localhost"))) {
            get(bench, false);
            get(bench, false);
            List<Map<String, @Nullable Object>> two = records(2);
            assertThat(two.get(0).get("provenance"))
                    .asString()
                    .isEqualTo("{dns=cached, connect=new, tls=none}");
            assertThat(two.get(1).get("provenance")).asString().contains("connect=reused");
            assertThat(phases(two.get(1)).get("connect")).isZero();
        }
    }

    // ---- the bench

    private HttpBench bench(String http, String route, String... endpoints) {
        return HttpBench.start(config(http, route, endpoints));
    }

    private String config(String http, String route, String... endpoints) {
        return HttpBench.config(http, route, endpoints)
                + "accessLog: { file: \"%s\" }\n".formatted(log());
    }

    private static void get(HttpBench bench, boolean http2) {
        if (!http2) {
            try (var client = bench.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                client.readToEnd();
            }
            return;
        }
        try (var peer = Http2Peer.connect(bench).greet()) {
            peer.request(1, true, "GET", "/");
            peer.await(
                    frame ->
                            frame.stream() == 1
                                    && (frame.endsStream()
                                            || frame.type() == FrameType.RST_STREAM));
        }
    }

    private Path log() {
        return folder.resolve("access.log");
    }

    private Map<String, @Nullable Object> record() {
        return records(1).getFirst();
    }

    private List<Map<String, @Nullable Object>> records(int count) {
        return Eventually.value(count + " records", this::lines, read -> read.size() >= count)
                .stream()
                .map(StrictJson::object)
                .toList();
    }

    private List<String> lines() {
        try {
            return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one that took nearly all of the time. */
    private static String onlyPhase(Map<String, @Nullable Object> record) {
        checkSum(record);
        Map<String, Long> phases = phases(record);
        var most = phases.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
        assertThat(most.getValue()).as(phases.toString()).isGreaterThan(HELD_UP_MICROS);
        return most.getKey();
    }

    private static void checkSum(Map<String, @Nullable Object> record) {
        long sum = phases(record).values().stream().mapToLong(Long::longValue).sum();
        @SuppressWarnings("unchecked")
        var timings =
                (Map<String, @Nullable Object>) Objects.requireNonNull(record.get("timings_us"));
        assertThat(timings.get("total")).as(record.toString()).isEqualTo(sum);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Long> phases(Map<String, @Nullable Object> record) {
        return (Map<String, Long>) Objects.requireNonNull(record.get("phases_us"));
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object> list(@Nullable Object value) {
        return (List<@Nullable Object>) Objects.requireNonNull(value);
    }
}
