package io.faultline.app.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.serve.Protocols;
import io.faultline.app.serve.ServedProxy;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.text.PrometheusText;
import io.faultline.testkit.text.StrictJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a proxy with one endpoint that serves and one that refuses. */
@Timeout(60)
@ExtendWith(LeakGuard.class)
class ProxyPagesIT {

    private static final int SESSIONS = 8;

    @TempDir Path dir;
    private final ScriptedOrigin origin = ScriptedOrigin.start(Behaviour.echo());
    private final ReservedPort refusing = ReservedPort.any();
    private Path accessLog;
    private ServedProxy proxy;

    @BeforeEach
    void serveAFewSessions() throws Exception {
        accessLog = dir.resolve("access.log");
        String config =
                """
                listeners:
                  - { name: db, bind: 127.0.0.1:0, tcp: { to: pg } }
                upstreams:
                  pg: { endpoints: [127.0.0.1:%d, 127.0.0.1:%d] }
                admin: { bind: 127.0.0.1:0 }
                accessLog: { file: %s }
                shutdown: { deadline: 0s }
                workers: 2
                """
                        .formatted(origin.port(), refusing.port(), accessLog);
        proxy = ServedProxy.start(Protocols.parse("edge.yaml", config), sentence -> {});
        Eventually.asserted(
                "it is ready", () -> assertThat(get("/readyz")).startsWith("HTTP/1.1 200 "));
        int port = proxy.server().listeners().getFirst().boundAddress().port();
        for (int i = 0; i < SESSIONS; i++) {
            try (RawClient client = RawClient.connect(port)) {
                client.send("hello").halfClose();
                assertThat(client.readToFin()).hasSize(5);
            }
        }
        Eventually.asserted(
                "all sessions are over",
                () -> assertThat(accessLog).content().hasLineCount(SESSIONS));
    }

    @AfterEach
    void stop() {
        proxy.stop().join();
        origin.close();
        refusing.close();
    }

    @Test
    void metricsTellTheSessionsAndWhatFailed() {
        PrometheusText scrape = PrometheusText.parse(body("/metrics"));

        assertThat(scrape.value("faultline_connections_total", "listener", "db"))
                .isEqualTo(SESSIONS);
        assertThat(scrape.value("faultline_connections_active", "listener", "db")).isZero();
        assertThat(scrape.value("faultline_bytes_total", "listener", "db", "direction", "up"))
                .isEqualTo(5 * SESSIONS);
        assertThat(scrape.value("faultline_bytes_total", "listener", "db", "direction", "down"))
                .isEqualTo(5 * SESSIONS);
        assertThat(scrape.value("faultline_session_duration_seconds_count", "listener", "db"))
                .isEqualTo(SESSIONS);
        double refused =
                scrape.value(
                        "faultline_upstream_connects_total",
                        "upstream",
                        "pg",
                        "outcome",
                        "L4.CONNECT_REFUSED");
        assertThat(refused).isPositive();
        String[] fault = {
            "layer", "L4", "code", "L4.CONNECT_REFUSED", "side", "upstream", "upstream", "pg"
        };
        assertThat(scrape.value("faultline_faults_total", fault)).isEqualTo(refused);
        assertThat(scrape.value("faultline_access_log_written_total")).isEqualTo(SESSIONS);
        assertThat(scrape.value("faultline_config_generation")).isEqualTo(1);
        assertThat(scrape.samples("faultline_worker_cpu_seconds_total")).hasSize(2);
    }

    @Test
    void upstreamsTellWhatTrafficSaw() {
        Map<String, @Nullable Object> pg = list(json("/upstreams").get("upstreams")).getFirst();
        List<Map<String, @Nullable Object>> endpoints = list(pg.get("endpoints"));

        assertThat(pg)
                .containsEntry("name", "pg")
                .containsEntry("balance", "round-robin")
                .containsEntry("active", 0L);
        assertThat(endpoints.getFirst())
                .containsEntry("endpoint", "127.0.0.1:" + origin.port())
                .containsEntry("state", "up")
                .containsEntry("effective_weight", 1.0)
                .containsEntry("contradiction", null);
        assertThat(endpoints.getFirst().get("traffic"))
                .asString()
                .contains("connects=" + SESSIONS, "failed=0", "last_fault=null");
        assertThat(endpoints.get(1).get("traffic"))
                .asString()
                .contains("connects=0", "code=L4.CONNECT_REFUSED");
        assertThat(body("/upstreams"))
                .startsWith("pg  round-robin  ")
                .containsPattern("127.0.0.1:" + origin.port() + " +up +1 +0 +8 +0 ")
                .containsPattern("127.0.0.1:" + refusing.port() + ".* L4.CONNECT_REFUSED, .* ago");
    }

    @Test
    void faultsTellWhatBrokeWithItsEvidence() {
        Map<String, @Nullable Object> page = json("/faults");

        assertThat(list(page.get("counts")))
                .singleElement()
                .satisfies(
                        count ->
                                assertThat(count)
                                        .containsEntry("layer", "L4")
                                        .containsEntry("code", "L4.CONNECT_REFUSED")
                                        .containsEntry("side", "upstream")
                                        .containsEntry("upstream", "pg")
                                        .containsEntry("count", page.get("total")));
        assertThat(list(page.get("recent")).getFirst())
                .containsEntry("listener", "db")
                .containsEntry("endpoint", "127.0.0.1:" + refusing.port())
                .hasEntrySatisfying(
                        "session", id -> assertThat(id).asString().matches("[0-9a-f]{16}"));
        assertThat(body("/faults"))
                .contains("L4.CONNECT_REFUSED", "db -> pg 127.0.0.1:" + refusing.port())
                .endsWith("faultline faults L4.CONNECT_REFUSED\n");
    }

    @Test
    void saturationTellsHowFullEachLayerIsOnThisVeryMachine() {
        Eventually.asserted(
                "both loops have been looked at twice",
                () -> {
                    assertThat(resource("loop", "0").get("ratio")).isInstanceOf(Double.class);
                    assertThat(resource("loop", "1").get("ratio")).isInstanceOf(Double.class);
                });

        assertThat(resource("client_connections", "all listeners"))
                .containsEntry("layer", "L4")
                .containsEntry("used", 0.0)
                .containsEntry("unit", "things");
        assertThat(resource("loop", "1")).containsEntry("layer", "L7").containsEntry("limit", 1.0);
        assertThat(resource("accept_queue", "listener db")).containsEntry("used", 0.0);
        assertThat(list(json("/saturation").get("events")))
                .extracting(event -> event.get("event"))
                .contains("listen_overflows", "no_route", "retransmits");
        assertThat(body("/saturation"))
                .startsWith("Fullest: L")
                .contains("LAYER  FULL", "file descriptors of this process", " of ");
        assertThat(body("/faults")).contains("\nFullest: L");
        PrometheusText scrape = PrometheusText.parse(body("/metrics"));
        assertThat(scrape.value("faultline_saturation_ratio", "layer", "L7", "resource", "loop"))
                .isBetween(0.0, 1.0);
    }

    private Map<String, @Nullable Object> resource(String kind, String subject) {
        return list(json("/saturation").get("resources")).stream()
                .filter(each -> kind.equals(each.get("resource")))
                .filter(each -> subject.equals(each.get("subject")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + subject));
    }

    @Test
    void theSlowestSessionsTellWhereTheirTimeWent() {
        assertThat(body("/slow"))
                .containsPattern("  session  db -> pg 127.0.0.1:" + origin.port())
                .containsPattern("connect [0-9.]+ ms \\(L4, new\\)")
                .containsPattern("try 127.0.0.1:" + refusing.port() + ".*: L4.CONNECT_REFUSED");
        Map<String, @Nullable Object> minute = list(json("/slow").get("minutes")).getFirst();
        assertThat(list(minute.get("slowest")).getFirst())
                .containsKey("late_us")
                .extractingByKey("record")
                .asString()
                .contains("event=session", "phases_us=");
    }

    @Test
    void theAccessLogTellsTheFailOver() {
        assertThat(accessLog)
                .content()
                .satisfies(
                        text ->
                                assertThat(text.lines().map(StrictJson::object))
                                        .hasSize(SESSIONS)
                                        .allSatisfy(
                                                entry ->
                                                        assertThat(entry)
                                                                .containsEntry("listener", "db")
                                                                .containsEntry("fault", null)
                                                                .containsEntry("bytes_up", 5L)
                                                                .containsEntry("bytes_down", 5L))
                                        .anySatisfy(
                                                entry ->
                                                        assertThat(entry.get("attempts"))
                                                                .asString()
                                                                .contains("L4.CONNECT_REFUSED")));
    }

    @Test
    void theConfigurationInForceIsShownWithItsDefaults() {
        assertThat(body("/config"))
                .startsWith("# edge.yaml\n")
                .contains("- name: db", "balance: round-robin  # default");
        assertThat(json("/config").get("yaml")).asString().contains("deadline: 0s");
    }

    @Test
    void aDrainIsSaidAndTheProcessStaysAlive() {
        int port = proxy.server().listeners().getFirst().boundAddress().port();
        assertThat(body("/livez")).isEqualTo("alive\n");
        try (RawClient session = RawClient.connect(port)) {
            assertThat(session.send("x").readText(1)).isEqualTo("x");
            proxy.server().drain();

            Eventually.asserted(
                    "it says so",
                    () ->
                            assertThat(get("/readyz?format=json"))
                                    .startsWith("HTTP/1.1 503 ")
                                    .contains("\"status\":\"draining\""));
            assertThat(get("/livez")).startsWith("HTTP/1.1 200 ");
        }
    }

    private Map<String, @Nullable Object> json(String path) {
        return StrictJson.object(body(path + "?format=json"));
    }

    private String body(String path) {
        String reply = get(path);
        assertThat(reply).startsWith("HTTP/1.1 200 ");
        return reply.substring(reply.indexOf("\r\n\r\n") + 4);
    }

    private String get(String target) {
        var address = proxy.adminAddress().orElseThrow();
        try (RawClient client = ClientSettings.to(address).connect()) {
            return client.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readToEnd()
                    .text();
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, @Nullable Object>> list(@Nullable Object json) {
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(json);
    }
}
