package io.faultline.app.admin.page.upstreams;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.admin.bench.AdminBench;
import io.faultline.app.serve.Protocols;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.text.PrometheusText;
import io.faultline.testkit.text.StrictJson;
import java.nio.file.Files;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints under orders, asked for and felt over real sockets. */
@Timeout(60)
@ExtendWith(LeakGuard.class)
class OrdersIT {

    @TempDir Path dir;
    private final ScriptedOrigin one = ScriptedOrigin.start(Behaviour.echo());
    private final ScriptedOrigin two = ScriptedOrigin.start(Behaviour.echo());
    private AdminBench bench;

    @BeforeEach
    void start() throws Exception {
        bench =
                new AdminBench(
                        """
                        listeners:
                          - { name: db, bind: 127.0.0.1:0, tcp: { to: pg } }
                        upstreams:
                          pg: { balance: round-robin, endpoints: [127.0.0.1:%d, 127.0.0.1:%d] }
                        shutdown: { deadline: 0s }
                        workers: 1
                        """
                                .formatted(one.port(), two.port()));
    }

    @AfterEach
    void stop() {
        bench.close();
        one.close();
        two.close();
    }

    @Test
    void aDrainedEndpointTakesNobodyNewAndKeepsWhoIsThere() {
        try (RawClient first = RawClient.connect(bench.port());
                RawClient second = RawClient.connect(bench.port())) {
            assertThat(first.send("a").readText(1)).isEqualTo("a");
            assertThat(second.send("b").readText(1)).isEqualTo("b"); // one at each, in turn
            long before = connects(one);

            Map<String, @Nullable Object> done =
                    ordered(bench.post(path(one), "{\"order\": \"drain\", \"for\": \"10m\"}"));
            assertThat(done).containsEntry("endpoints", List.of(name(one)));
            for (int i = 0; i < 6; i++) {
                session();
            }

            assertThat(connects(one)).isEqualTo(before);
            assertThat(first.send("c").readText(1)).isEqualTo("c");
            assertThat(second.send("d").readText(1)).isEqualTo("d");
        }
        Map<String, @Nullable Object> shown = bench.json(path(one));
        assertThat(shown).containsEntry("state", "draining");
        assertThat(shown.get("orders")).asString().contains("state=drain", "state_until=20");
        assertThat(bench.get("/upstreams")).contains(name(one) + ": ordered: drain until ");
        assertThat(bench.said()).anyMatch(line -> line.contains("is ordered to be: drain until"));
        assertThat(bench.get("/generations")).contains(name(one) + ": drain until ");
    }

    @Test
    void anOrderEndsByItself() {
        bench.post(path(one), "{\"order\": \"down\", \"for\": \"1s\"}");
        assertThat(bench.json(path(one))).containsEntry("state", "forced_down");

        Eventually.asserted(
                "it is back",
                () ->
                        assertThat(bench.json(path(one)))
                                .containsEntry("state", "up")
                                .containsEntry("orders", null));
        assertThat(bench.said()).anyMatch(line -> line.endsWith("; the time of the order is over"));
    }

    @Test
    void aWholeUpstreamDownIsDoneAndWarnedOf() {
        Map<String, @Nullable Object> done =
                ordered(bench.post("/v1/upstreams/pg", "{\"order\": \"down\"}"));

        assertThat(done).containsEntry("taking_new", 0L);
        assertThat(done.get("warnings")).asString().contains("no endpoint of pg takes anything");
        try (RawClient client = RawClient.connect(bench.port())) {
            assertThat(client.readToEnd().bytes()).isEmpty();
        }
        assertThat(bench.get("/faults")).contains("L5.NO_ENDPOINTS");
        assertThat(metric("order", "down")).isEqualTo(2);

        ordered(bench.post("/v1/upstreams/pg", "{\"order\": \"auto\"}"));
        session();
        assertThat(metric("order", "down")).isZero();
    }

    @Test
    void aWeightIsFelt() {
        ordered(bench.post(path(two), "{\"order\": \"weight\", \"weight\": 3}"));
        long before = connects(one);
        for (int i = 0; i < 8; i++) {
            session();
        }
        assertThat(connects(one) - before).isEqualTo(2); // of eight, by 1 to 3
        assertThat(bench.json(path(two))).containsEntry("effective_weight", 3.0);
    }

    @Test
    void ordersOutliveAReload() throws Exception {
        Path file = dir.resolve("edge.yaml");
        String yaml =
                """
                listeners:
                  - { name: db, bind: 127.0.0.1:0, tcp: { to: pg } }
                upstreams:
                  pg: { endpoints: [127.0.0.1:%d, 127.0.0.1:%d]%s }
                """;
        Files.writeString(file, yaml.formatted(one.port(), two.port(), ""));
        bench.post(path(one), "{\"order\": \"drain\"}");

        Files.writeString(file, yaml.formatted(one.port(), two.port(), ", slowStart: 5s"));
        bench.proxy().server().reload(Protocols.load(file)).join();

        assertThat(bench.proxy().server().generation()).isEqualTo(2);
        assertThat(bench.json(path(one))).containsEntry("state", "draining");
    }

    @Test
    void whoShowsNoTokenOrdersNothing() {
        String order = "{\"order\": \"down\"}";
        assertThat(bench.post(path(one), "", order))
                .startsWith("HTTP/1.1 401")
                .contains("\"code\":\"unauthorized\"");
        assertThat(bench.post(path(one), "Authorization: Bearer guess\r\n", order))
                .startsWith("HTTP/1.1 401");
        assertThat(bench.json(path(one))).containsEntry("state", "up");
    }

    @Test
    void aPageInABrowserOrdersNothingEvenIfItKnewTheToken() {
        String token = "Authorization: Bearer " + AdminBench.TOKEN + "\r\n";
        assertThat(
                        bench.post(
                                path(one),
                                token + "Sec-Fetch-Site: cross-site\r\n",
                                "{\"order\": \"down\"}"))
                .startsWith("HTTP/1.1 403");
        String form =
                bench.ask(
                        "POST "
                                + path(one)
                                + " HTTP/1.1\r\nHost: localhost\r\n"
                                + token
                                + "Content-Type: text/plain\r\nContent-Length: 17\r\n\r\n"
                                + "{\"order\": \"down\"}");
        assertThat(form).startsWith("HTTP/1.1 415").contains("\"code\":\"not_json\"");
        String rebound =
                bench.ask(
                        "POST "
                                + path(one)
                                + " HTTP/1.1\r\nHost: evil.example\r\n"
                                + token
                                + "Content-Type: application/json\r\nContent-Length: 17\r\n\r\n"
                                + "{\"order\": \"down\"}");
        assertThat(rebound).startsWith("HTTP/1.1 421");
        assertThat(bench.json(path(one))).containsEntry("state", "up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"order\": \"sideways\"}",
                "{\"order\": \"drain\", \"for\": \"soon\"}",
                "{\"order\": \"drain\", \"for\": \"8d\"}",
                "{\"order\": \"drain\", \"for\": 10}",
                "{\"order\": \"drain\", \"until\": \"10m\"}",
                "{\"order\": \"drain\", \"order\": \"up\"}",
                "{\"order\": \"weight\"}",
                "{\"order\": \"weight\", \"weight\": 1001}",
                "{\"order\": \"weight\", \"weight\": 1.5}",
                "{\"order\": \"drain\", \"weight\": 1}",
                "{\"order\": \"auto\", \"for\": \"1m\"}",
                "{\"order\": \"drain\"} and more",
            })
    void anOrderThatMakesNoSenseIsRefusedAndNotHalfDone(String body) {
        assertThat(bench.post(path(one), body))
                .startsWith("HTTP/1.1 400")
                .contains("\"code\":\"bad_request\"");
        assertThat(bench.json(path(one))).containsEntry("orders", null);
    }

    @Test
    void whatDoesNotExistIsNamedBesideWhatDoes() {
        assertThat(bench.post("/v1/upstreams/shop", "{\"order\": \"drain\"}"))
                .startsWith("HTTP/1.1 404")
                .contains("There is no upstream 'shop'. Those that are: pg");
        assertThat(bench.post("/v1/upstreams/pg/endpoints/127.0.0.1:1", "{\"order\": \"drain\"}"))
                .startsWith("HTTP/1.1 404")
                .contains(name(one), name(two));
    }

    private void session() {
        try (RawClient client = RawClient.connect(bench.port())) {
            client.send("x").halfClose();
            assertThat(client.readToFin()).hasSize(1);
        }
    }

    private long connects(ScriptedOrigin origin) {
        Map<String, @Nullable Object> traffic =
                StrictJson.object(
                        AdminBench.body(bench.get(path(origin)))); // of the one endpoint alone
        return (Long)
                Objects.requireNonNull(
                        ((Map<?, ?>) Objects.requireNonNull(traffic.get("traffic")))
                                .get("connects"));
    }

    private double metric(String label, String value) {
        return PrometheusText.parse(AdminBench.body(bench.get("/metrics")))
                .value("faultline_upstream_orders", "upstream", "pg", label, value);
    }

    private static Map<String, @Nullable Object> ordered(String reply) {
        assertThat(reply).startsWith("HTTP/1.1 200");
        return StrictJson.object(AdminBench.body(reply));
    }

    private static String name(ScriptedOrigin origin) {
        return "127.0.0.1:" + origin.port();
    }

    private static String path(ScriptedOrigin origin) {
        return "/v1/upstreams/pg/endpoints/" + name(origin);
    }
}
