package io.faultline.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.serve.Protocols;
import io.faultline.app.serve.ServedProxy;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.RawClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page and its stream without a browser: what any client may do to them. */
@Timeout(60)
class DashboardStreamIT {

    private ServedProxy proxy;

    @BeforeEach
    void start() throws Exception {
        proxy =
                ServedProxy.start(
                        Protocols.parse(
                                "edge.yaml",
                                """
                                listeners:
                                  - { name: web, bind: 127.0.0.1:0, http: { routes: [{ to: app }] } }
                                upstreams: { app: { endpoints: [127.0.0.1:1] } }
                                admin: { bind: 127.0.0.1:0 }
                                """),
                        news -> {});
    }

    @AfterEach
    void stop() {
        proxy.stop().join();
    }

    @Test
    void whoComesIsToldEverythingAndThenTheNewsOfEachSecond() {
        try (RawClient watcher = ask("GET", "/dashboard/events", "")) {
            assertThat(watcher.readLine()).startsWith("HTTP/1.1 200 OK");
            assertThat(lineWith(watcher, "content-type")).endsWith("text/event-stream");
            assertThat(lineWith(watcher, "event")).isEqualTo("event: hello");
            assertThat(watcher.readLine()).startsWith("data: {\"at\":").endsWith("}");
            assertThat(watcher.readLine()).isEmpty();

            assertThat(lineWith(watcher, "event")).isEqualTo("event: tick");
            assertThat(watcher.readLine())
                    .startsWith("data: {\"at\":")
                    .contains("\"watchers\":1")
                    .endsWith("}");
        }
    }

    @Test
    void watchersAreBoundedAndWhoLeavesMakesRoom() {
        List<RawClient> watching = new ArrayList<>();
        for (int i = 0; i < Watchers.MOST; i++) {
            RawClient watcher = ask("GET", "/dashboard/events", "");
            lineWith(watcher, "event: hello");
            watching.add(watcher);
        }

        assertThat(answer("GET", "/dashboard/events", "")).startsWith("HTTP/1.1 503 ");
        assertThat(answer("GET", "/livez", "")).as("others are served").startsWith("HTTP/1.1 200 ");

        watching.forEach(RawClient::close);
        Eventually.until(
                "there is room again",
                () -> {
                    try (RawClient next = ask("GET", "/dashboard/events", "")) {
                        return next.readLine().startsWith("HTTP/1.1 200 ");
                    }
                });
    }

    @Test
    void aStreamHasNoHead() {
        assertThat(answer("HEAD", "/dashboard/events", "")).startsWith("HTTP/1.1 405 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dashboard",
                "/dashboard/style.css",
                "/dashboard/app.js",
                "/dashboard/icon.svg",
                "/dashboard/catalog.json",
                "/faults"
            })
    void everyPartForbidsWhatItDoesNotNeed(String path) {
        assertThat(answer("GET", path, ""))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-security-policy: default-src 'none'; script-src 'self';")
                .contains("frame-ancestors 'none'")
                .contains("x-content-type-options: nosniff");
    }

    @Test
    void aBrowserGetsThePageAtTheRootAndCurlTheList() {
        assertThat(answer("GET", "/", "Accept: text/html,*/*;q=0.8\r\n"))
                .contains("content-type: text/html")
                .contains("<title>Faultline</title>");
        assertThat(answer("GET", "/", "Accept: */*\r\n"))
                .contains("/dashboard ")
                .doesNotContain("/dashboard/app.js", "/dashboard/events");
    }

    private static String lineWith(RawClient client, String beginning) {
        String line = client.readLine();
        while (!line.startsWith(beginning)) {
            line = client.readLine();
        }
        return line.strip();
    }

    private RawClient ask(String method, String path, String fields) {
        RawClient client = RawClient.connect(proxy.adminAddress().orElseThrow().getPort());
        return client.send(
                method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + fields + "\r\n");
    }

    private String answer(String method, String path, String fields) {
        try (RawClient client = ask(method, path, fields)) {
            return client.readToEnd().text();
        }
    }
}
