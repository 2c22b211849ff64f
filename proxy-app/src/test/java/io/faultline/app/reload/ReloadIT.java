package io.faultline.app.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.examples.WebOrigin;
import io.faultline.core.upstream.EndpointSet;
import io.faultline.core.upstream.EndpointState;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.RawClient;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another configuration while clients are connected: nobody who keeps their address notices. */
class ReloadIT {

    private static final String ONE_LISTENER =
            """
            listeners:
              - { name: web, bind: "127.0.0.1:0", http: { routes: [ { to: TO } ] } }
            upstreams:
              a: { endpoints: ["A"] }
              b: { endpoints: ["B"] }
            """;

    @TempDir Path folder;
    private final WebOrigin a = WebOrigin.named("a");
    private final WebOrigin b = WebOrigin.named("b");

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    private String config(String text) {
        return text.replace("\"A\"", '"' + a.hostPort() + '"')
                .replace("\"B\"", '"' + b.hostPort() + '"');
    }

    private String to(String upstream) {
        return config(ONE_LISTENER.replace("TO", upstream));
    }

    @Test
    void theNextRequestOnAnOpenConnectionGoesByTheNewRoutes() throws Exception {
        try (var bench = new ReloadBench(folder, to("a"));
                RawClient client = bench.connect("web")) {
            assertThat(ReloadBench.get(client, "/")).isEqualTo("a up");

            bench.reloads(to("b"));

            assertThat(ReloadBench.get(client, "/")).isEqualTo("b up");
            assertThat(bench.proxy().server().generation()).isEqualTo(2);
        }
    }

    @Test
    void connectionsToEndpointsThatStayAreUsedAgain() throws Exception {
        try (var bench = new ReloadBench(folder, "workers: 1\n" + to("a"));
                RawClient client = bench.connect("web")) {
            ReloadBench.get(client, "/");

            bench.reloads("# every line is another one now\nworkers: 1\n" + to("a"));
            ReloadBench.get(client, "/");
            bench.reloads("workers: 1\n" + to("a"));
            ReloadBench.get(client, "/");

            assertThat(a.accepted()).isEqualTo(1);
        }
    }

    @Test
    void aRequestUnderWayFinishesUnderTheConfigurationItBeganWith() throws Exception {
        try (var bench = new ReloadBench(folder, to("a"));
                RawClient client = bench.connect("web")) {
            var asked = new CountDownLatch(1);
            var mayAnswer = new CountDownLatch(1);
            a.answering(
                    head -> {
                        asked.countDown();
                        await(mayAnswer);
                        return "200 OK";
                    });
            client.send("GET /long HTTP/1.1\r\nHost: x\r\n\r\n");
            await(asked);

            bench.reloads(
                    config(
                            """
                            listeners:
                              - { name: web, bind: "127.0.0.1:0", http: { routes: [ { to: b } ] } }
                            upstreams:
                              b: { endpoints: ["B"] }
                            """));
            mayAnswer.countDown();

            assertThat(ReloadBench.answer(client)).isEqualTo("a up");
            assertThat(ReloadBench.get(client, "/")).isEqualTo("b up");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFileWithErrorsChangesNothingAndEachIsTold() throws Exception {
        try (var bench = new ReloadBench(folder, to("a"));
                RawClient client = bench.connect("web")) {
            ReloadOutcome outcome = bench.reload(to("c").replace("endpoints", "endpionts"));

            assertThat(outcome.applied()).isFalse();
            assertThat(outcome.generation()).isEqualTo(1);
            assertThat(bench.said())
                    .anySatisfy(
                            text ->
                                    assertThat(text)
                                            .contains("edge.yaml:4", "Did you mean 'endpoints'?"))
                    .anySatisfy(text -> assertThat(text).contains("generation 1 stays in force"));
            assertThat(ReloadBench.get(client, "/")).isEqualTo("a up");
        }
    }

    @Test
    void aFileThatCannotBeReadChangesNothing() throws Exception {
        try (var bench = new ReloadBench(folder, to("a"));
                RawClient client = bench.connect("web")) {
            Files.delete(bench.file());
            assertThat(bench.reload().applied()).isFalse();
            Files.createDirectory(bench.file());
            assertThat(bench.reload().applied()).isFalse();

            assertThat(bench.said()).anySatisfy(text -> assertThat(text).contains("edge.yaml"));
            assertThat(ReloadBench.get(client, "/")).isEqualTo("a up");
        }
    }

    @Test
    void anAddressThatCannotBeHadChangesNothing() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var bench = new ReloadBench(folder, to("a"));
                RawClient client = bench.connect("web")) {
            String second =
                    "  - { name: more, bind: \"127.0.0.1:%d\", http: { routes: [ { to: b } ] } }\n"
                            .formatted(taken.getLocalPort());
            ReloadOutcome outcome =
                    bench.reload(to("b").replace("upstreams:", second + "upstreams:"));

            assertThat(outcome.refusal()).contains("cannot listen", "" + taken.getLocalPort());
            assertThat(bench.proxy().server().generation()).isEqualTo(1);
            assertThat(ReloadBench.get(client, "/")).isEqualTo("a up");
        }
    }

    @Test
    void listenersComeAndGoAndThoseThatGoFinishWhatTheyBegan() throws Exception {
        String other =
                "  - { name: other, bind: \"127.0.0.1:0\", http: { routes: [ { to: b } ] } }\n";
        try (var bench = new ReloadBench(folder, to("a"))) {
            bench.reloads(to("a").replace("upstreams:", other + "upstreams:"));
            int port = bench.port("other");
            try (RawClient client = RawClient.connect(port)) {
                assertThat(ReloadBench.get(client, "/")).isEqualTo("b up");
                client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na");

                bench.reloads(to("a"));

                Eventually.until("the door to be closed", () -> isRefused(port));
                client.send("b");
                assertThat(ReloadBench.answer(client)).isEqualTo("b up");
                client.expectFin();
            }
        }
    }

    private static boolean isRefused(int port) {
        try (RawClient tried = RawClient.connect(port)) {
            return tried.local() == null;
        } catch (UncheckedIOException refused) {
            return true;
        }
    }

    @Test
    void aSessionOfBytesLivesOnWhenItsUpstreamIsGone() throws Exception {
        String tcp =
                """
                listeners:
                  - { name: web, bind: "127.0.0.1:0", tcp: { to: TO } }
                upstreams:
                  TO: { endpoints: ["TO"] }
                """;
        try (var bench =
                        new ReloadBench(
                                folder, config(tcp.replace("TO", "a").replace("\"a\"", "\"A\"")));
                RawClient client = bench.connect("web")) {
            assertThat(ReloadBench.get(client, "/1")).isEqualTo("a up");

            bench.reloads(config(tcp.replace("TO", "b").replace("\"b\"", "\"B\"")));

            assertThat(ReloadBench.get(client, "/2")).isEqualTo("a up");
            try (RawClient next = bench.connect("web")) {
                assertThat(ReloadBench.get(next, "/")).isEqualTo("b up");
            }
        }
    }

    @Test
    void whatChecksKnowOfAnEndpointIsKept() throws Exception {
        String checked =
                to("a").replace(
                                "\"] }\n  b:",
                                "\"], health: { interval: 50ms, fall: 1 }, ejection: { consecutiveFaults: 0 } }\n  b:");
        a.kill();
        try (var bench = new ReloadBench(folder, checked)) {
            Eventually.until("the check to fail", () -> stateOfA(bench) == EndpointState.DOWN);

            bench.reloads(checked.replace("interval: 50ms", "interval: 1h"));

            assertThat(stateOfA(bench)).isEqualTo(EndpointState.DOWN);
        }
    }

    private static @Nullable EndpointState stateOfA(ReloadBench bench) {
        return bench.proxy().server().upstreams().stream()
                .limit(1)
                .flatMap(each -> each.cluster().endpoints().entries().stream())
                .map(EndpointSet.Entry::state)
                .findFirst()
                .orElse(null);
    }

    @Test
    void whatNeedsARestartIsSaid() throws Exception {
        try (var bench = new ReloadBench(folder, "workers: 1\n" + to("a"))) {
            ReloadOutcome outcome = bench.reload("workers: 2\n" + to("b"));

            assertThat(outcome.applied()).isTrue();
            assertThat(outcome.notes()).singleElement().asString().contains("workers", "restart");
        }
    }

    @Test
    void aWatchedFileIsReadAgainWhenItChanges() throws Exception {
        try (var bench = new ReloadBench(folder, "watch: true\n" + to("a"));
                RawClient client = bench.connect("web")) {
            assertThat(ReloadBench.get(client, "/")).isEqualTo("a up");

            Files.writeString(bench.file(), "watch: true\n" + to("b"));

            bench.awaitReload(2);
            assertThat(ReloadBench.get(client, "/")).isEqualTo("b up");
        }
    }

    @Test
    void aWatchedLinkThatIsTurnedElsewhereIsSeen() throws Exception {
        Path first = Files.writeString(folder.resolve("1.yaml"), "watch: true\n" + to("a"));
        Path second = Files.writeString(folder.resolve("2.yaml"), "watch: true\n" + to("b"));
        try (var bench = new ReloadBench(folder, "watch: true\n" + to("a"))) {
            Path link = bench.file();
            Files.delete(link);
            Files.createSymbolicLink(link, first);
            bench.awaitReload(2);

            Path turned = Files.createSymbolicLink(folder.resolve("turned"), second);
            Files.move(turned, link, StandardCopyOption.REPLACE_EXISTING);

            bench.awaitReload(3);
        }
    }

    @Test
    void aProxyThatIsLeavingReloadsNothing() throws Exception {
        try (var bench = new ReloadBench(folder, to("a"));
                RawClient client = bench.connect("web")) {
            ReloadBench.get(client, "/");
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na");
            bench.proxy().server().drain();

            assertThat(bench.reload(to("b")).refusal()).isNotNull();

            client.send("b");
            assertThat(ReloadBench.answer(client)).isEqualTo("a up");
        }
    }

    @Test
    void theAdminPortReloadsAndTellsHowItWent() throws Exception {
        String admin = "admin: { bind: 127.0.0.1:0, token: secret }\n";
        try (var bench = new ReloadBench(folder, to("a") + admin)) {
            Files.writeString(bench.file(), to("b") + admin);

            assertThat(bench.postReload("secret"))
                    .contains("HTTP/1.1 200", "\"applied\":true", "\"generation\":2");

            Files.writeString(bench.file(), to("b").replace("endpoints", "endpionts") + admin);
            assertThat(bench.postReload("secret"))
                    .contains(
                            "HTTP/1.1 422",
                            "\"applied\":false",
                            "\"generation\":2",
                            "\"line\":4",
                            "Did you mean 'endpoints'?");
            assertThat(bench.postReload("wrong")).contains("HTTP/1.1 401");
        }
    }
}
