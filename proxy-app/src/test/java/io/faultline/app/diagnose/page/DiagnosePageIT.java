package io.faultline.app.diagnose.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.serve.Protocols;
import io.faultline.app.serve.ServedProxy;
import io.faultline.core.upstream.order.OrderChange;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.text.StrictJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The running proxy diagnoses what stands in its own configuration, and nothing else. */
@Timeout(60)
class DiagnosePageIT {

    private static final String HELLO =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private final CountDownLatch answer = new CountDownLatch(1);
    private final ScriptedOrigin origin =
            ScriptedOrigin.start(
                    connection -> {
                        if (connection.read(new byte[4096]) > 0) {
                            Behaviour.after(answer, peer -> peer.write(HELLO)).serve(connection);
                        }
                    });
    private final HttpClient client = HttpClient.newHttpClient();
    private ServedProxy proxy;

    @BeforeEach
    void start() throws Exception {
        String edge =
                """
                listeners:
                  - name: web
                    bind: 127.0.0.1:0
                    http: { routes: [{ to: shop }] }
                upstreams:
                  shop: { endpoints: ["%s"] }
                admin: { bind: 127.0.0.1:0 }
                """
                        .formatted(origin.hostPort());
        proxy = ServedProxy.start(Protocols.parse("edge.yaml", edge), sentence -> {});
    }

    @AfterEach
    void stop() {
        answer.countDown();
        proxy.stop().join();
        client.close();
        origin.close();
    }

    private URI page(String query) {
        int port = proxy.adminAddress().orElseThrow().getPort();
        return URI.create("http://127.0.0.1:" + port + "/diagnose" + query);
    }

    private HttpRequest post(String body, String type) {
        return HttpRequest.newBuilder(page(""))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> ask(String body) throws Exception {
        return client.send(post(body, "application/json"), BodyHandlers.ofString());
    }

    @Test
    void anUpstreamOfTheConfigurationInForceIsDiagnosed() throws Exception {
        answer.countDown();
        HttpResponse<String> told = ask("{\"target\": \"upstream/shop\"}");

        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.body())
                .startsWith("upstream/shop\nupstream shop (edge.yaml:6)\n")
                .contains("GET / -> HTTP/1.1 200", "Healthy: ");
    }

    @Test
    void aListenersRouteIsFollowedAndProgramsGetJson() throws Exception {
        answer.countDown();
        HttpRequest request =
                HttpRequest.newBuilder(page("?format=json"))
                        .header("Content-Type", "application/json")
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"target\":\"listener/web/cart\",\"method\":\"HEAD\"}"))
                        .build();
        HttpResponse<String> told = client.send(request, BodyHandlers.ofString());

        StrictJson.parse(told.body());
        assertThat(told.body()).contains("\"healthy\":true", "HEAD /cart -> HTTP/1.1 200");
    }

    @Test
    void whoDrainedAllEndpointsIsToldAlthoughTheWayToThemIsWell() throws Exception {
        answer.countDown();
        var drain = OrderChange.of(OrderChange.Kind.DRAIN, null);
        proxy.server().order("shop", null, drain).join();

        assertThat(ask("{\"target\": \"upstream/shop\"}").body())
                .contains(
                        "GET / -> HTTP/1.1 200",
                        "Verdict: L5.NO_ENDPOINTS at the running proxy",
                        "drained_by  by an order given while it runs (drain)");
        HttpRequest known = HttpRequest.newBuilder(page("?target=upstream/shop")).build();
        int connections = origin.accepted();
        assertThat(client.send(known, BodyHandlers.ofString()).body())
                .contains("\"code\":\"L5.NO_ENDPOINTS\"");
        assertThat(origin.accepted()).as("it goes nowhere").isEqualTo(connections);
    }

    @Test
    void noOtherPlaceCanBeReachedThroughIt() throws Exception {
        try (var stranger = ScriptedOrigin.start(Behaviour.sink())) {
            for (String target :
                    new String[] {
                        stranger.hostPort(),
                        "http://" + stranger.hostPort() + "/",
                        "tls://" + stranger.hostPort()
                    }) {
                HttpResponse<String> told = ask("{\"target\":\"" + target + "\"}");

                assertThat(told.statusCode()).isEqualTo(403);
            }
            assertThat(stranger.accepted()).isZero();
        }
        assertThat(ask("{\"target\":\"upstream/other\"}").statusCode()).isEqualTo(404);
    }

    @Test
    void aPageInABrowserCannotAskIt() throws Exception {
        HttpRequest form = post("{\"target\":\"upstream/shop\"}", "text/plain");

        assertThat(client.send(form, BodyHandlers.ofString()).statusCode()).isEqualTo(415);
        int port = proxy.adminAddress().orElseThrow().getPort();
        try (RawClient raw = ClientSettings.to(proxy.adminAddress().orElseThrow()).connect()) {
            String body = "{\"target\":\"upstream/shop\"}";
            String rebound =
                    "POST /diagnose HTTP/1.1\r\nHost: evil.example:%d\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(port, body.length(), body);
            assertThat(raw.send(rebound).readToEnd().text()).startsWith("HTTP/1.1 421 ");
        }
        assertThat(origin.accepted()).isZero();
    }

    @Test
    void thereIsOneAtATime() throws Exception {
        var first =
                client.sendAsync(
                        post("{\"target\":\"upstream/shop\"}", "application/json"),
                        BodyHandlers.ofString());
        origin.awaitConnection(4); // it has connected three times, and asks now

        assertThat(ask("{\"target\":\"upstream/shop\"}").statusCode()).isEqualTo(429);

        answer.countDown();
        assertThat(first.join().statusCode()).isEqualTo(200);
        assertThat(ask("{\"target\":\"upstream/shop\"}").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNotUnderstoodIsAnsweredWithHow() throws Exception {
        for (String body :
                new String[] {
                    "",
                    "{}",
                    "[]",
                    "{\"target\":7}",
                    "{\"target\":\"upstream/shop\",\"x\":1}",
                    "{\"target\":\"upstream/shop\",\"method\":\"DELETE\"}"
                }) {
            HttpResponse<String> told = ask(body);

            assertThat(told.statusCode()).as(body).isEqualTo(400);
            assertThat(told.body()).contains("curl ");
        }
        String tooLong = "{\"target\":\"upstream/" + "x".repeat(2000) + "\"}";
        assertThat(ask(tooLong).statusCode()).isEqualTo(413);
        HttpRequest get = HttpRequest.newBuilder(page("")).build();
        assertThat(client.send(get, BodyHandlers.ofString()).body()).contains("curl ");
    }
}
