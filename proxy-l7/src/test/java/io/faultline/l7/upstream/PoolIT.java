package io.faultline.l7.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ReservedPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How many connections an upstream is given, how long they live, and who waits for one. */
@ExtendWith(LeakGuard.class)
class PoolIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @Test
    void allListenersOfAWorkerShareTheConnections() {
        try (var origin = HttpOrigin.saying("x");
                var bench =
                        HttpBench.start(
                                """
                                workers: 1
                                listeners:
                                  - { name: one, bind: "127.0.0.1:0", http: { routes: [ { to: shop } ] } }
                                  - { name: two, bind: "127.0.0.1:0", http: { routes: [ { to: shop } ] } }
                                upstreams:
                                  shop: { endpoints: [%s] }
                                """
                                        .formatted(origin.hostPort()))) {
            for (var listener : bench.server.listeners()) {
                try (var client = RawClient.connect(listener.boundAddress().port())) {
                    client.send(GET);
                    assertThat(new String(client.readToFin(), ISO_8859_1)).endsWith("x");
                }
            }
            assertThat(origin.connections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionEndsAfterAsManyRequestsAsItMayCarry() {
        try (var origin = HttpOrigin.saying("x");
                var bench = bench("requestsPerConnection: 2", 1, origin)) {
            for (int i = 0; i < 6; i++) {
                assertThat(bench.exchange(GET)).endsWith("x");
            }
            assertThat(origin.connections()).isEqualTo(3);
        }
    }

    @Test
    void aConnectionWithoutARequestIsClosedInTime() {
        try (var origin = HttpOrigin.saying("x");
                var bench = bench("idle: 50ms", 1, origin)) {
            assertThat(bench.exchange(GET)).endsWith("x");
            Eventually.until("the connection to be closed", () -> origin.socket().open() == 0);
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @Test
    void aConnectionInUseIsNotIdle() {
        try (var origin = HttpOrigin.answering(PoolIT::slowlyWhereAsked);
                var bench = bench("idle: 100ms", 1, origin)) {
            // The second one comes at once, so it is sent on the connection that began to wait.
            String both = "GET / HTTP/1.1\r\nHost: a\r\n\r\n" + GET.replace("GET / ", "GET /slow ");
            assertThat(bench.exchange(both)).endsWith("x").contains("xHTTP/1.1 200");
            assertThat(origin.connections()).isEqualTo(1);
            Eventually.until("the connection to be closed", () -> origin.socket().open() == 0);
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    private static String slowlyWhereAsked(String request) {
        if (request.startsWith("GET /slow ")) {
            pause(300);
        }
        return HttpOrigin.ok("x");
    }

    @Test
    void anOldConnectionCarriesNoFurtherRequest() {
        try (var origin = HttpOrigin.answering(PoolIT::afterAWhile);
                var bench = bench("maxAge: 10ms", 1, origin)) {
            for (int i = 0; i < 3; i++) {
                assertThat(bench.exchange(GET)).endsWith("x");
            }
            assertThat(origin.connections()).isEqualTo(3);
        }
    }

    private static String afterAWhile(String request) {
        pause(30);
        return HttpOrigin.ok("x");
    }

    private static void pause(long millis) {
        try {
            Thread.currentThread().join(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aConnectionThatBeganByNamingItsClientServesNobodyElse() {
        try (var origin =
                        HttpOrigin.behaving(
                                connection -> {
                                    connection.read(new byte[8192]);
                                    connection.write(HttpOrigin.ok("x"));
                                    connection.drain();
                                });
                var bench =
                        HttpBench.start(
                                HttpBench.config("", "", origin.hostPort())
                                        .replace(
                                                "endpoints:",
                                                "sendProxyProtocol: v1, endpoints:"))) {
            for (int i = 1; i <= 2; i++) {
                assertThat(bench.exchange(GET)).endsWith("x");
                assertThat(origin.socket().awaitConnection(i).receivedText())
                        .startsWith("PROXY TCP4 127.0.0.1 127.0.0.1 ");
            }
        }
    }

    @Test
    void requestsBeyondTheBoundWaitAndAreServedInTurn() {
        var open = new CountDownLatch(1);
        try (var origin = HttpOrigin.answering(request -> onceOpen(open));
                var bench = bench("maxConnections: 1, pendingTimeout: 20s", 1, origin)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clients.add(bench.connect().send(GET));
            }
            Eventually.until("the first request", () -> origin.requests().size() == 1);
            open.countDown();
            for (RawClient client : clients) {
                assertThat(new String(client.readToFin(), ISO_8859_1)).endsWith("x");
                client.close();
            }
            assertThat(origin.connections()).isEqualTo(1);
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @Test
    void whoGotAConnectionIsNoLongerTimedByTheQueue() {
        var open = new CountDownLatch(1);
        try (var origin = HttpOrigin.answering(request -> onceOpen(open));
                var bench = bench("maxConnections: 1, pendingTimeout: 500ms", 1, origin);
                var first = bench.connect().send(GET)) {
            Eventually.until("the first request", () -> origin.requests().size() == 1);
            try (var second = bench.connect();
                    var third = bench.connect()) {
                second.send(
                        "PUT / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\nx");
                open.countDown();
                assertThat(new String(first.readToFin(), ISO_8859_1)).endsWith("x");
                third.send(GET); // and when its time in the queue is over, so would be the second's
                assertThat(third.readLine()).startsWith("HTTP/1.1 503");
                second.send("y");
                assertThat(new String(second.readToFin(), ISO_8859_1)).endsWith("x");
            }
            assertThat(bench.seen(SessionFault.QUEUE_TIMEOUT)).hasSize(1);
        }
    }

    @Test
    void whoWaitsTooLongGetsA503ThatNamesTimerAndCap() {
        var open = new CountDownLatch(1);
        try (var origin = HttpOrigin.answering(request -> onceOpen(open));
                var bench = bench("maxConnections: 1, pendingTimeout: 100ms", 1, origin);
                var first = bench.connect().send(GET)) {
            Eventually.until("the first request", () -> origin.requests().size() == 1);
            assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 503").contains("layer: L5");
            Fault fault = bench.awaitFault(SessionFault.QUEUE_TIMEOUT).fault();
            assertThat(fault.side()).isEqualTo(Side.PROXY);
            assertThat(fault.evidence().toString())
                    .contains("pool.pendingTimeout=100ms (test.yaml:7)")
                    .contains("pool.maxConnections=1 (test.yaml:7)");
            open.countDown();
            assertThat(new String(first.readToFin(), ISO_8859_1)).endsWith("x");
            assertThat(bench.exchange(GET)).as("the place is free again").endsWith("x");
        }
    }

    @Test
    void theTimeInTheQueueIsNotTheTimeOfTheBody() {
        var open = new CountDownLatch(1);
        try (var origin = HttpOrigin.answering(request -> onceOpen(open));
                var bench =
                        bench(
                                "maxConnections: 1, pendingTimeout: 300ms, requestsPerConnection: 1",
                                1,
                                origin);
                var first = bench.connect().send(GET);
                var second = bench.connect()) {
            Eventually.until("the first request", () -> !origin.requests().isEmpty());
            second.send(
                    "PUT / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\nab");
            open.countDown();
            assertThat(new String(first.readToFin(), ISO_8859_1)).endsWith("x");
            second.expectSilence(Duration.ofMillis(600));
            second.send("cd");
            assertThat(new String(second.readToFin(), ISO_8859_1)).endsWith("x");
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @Test
    void whenTheQueueIsFullNobodyElseWaits() {
        var open = new CountDownLatch(1);
        try (var origin = HttpOrigin.answering(request -> onceOpen(open));
                var bench = bench("maxConnections: 1, maxPending: 0", 1, origin);
                var first = bench.connect().send(GET)) {
            Eventually.until("the first request", () -> origin.requests().size() == 1);
            assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 503");
            assertThat(bench.evidenceOf(SessionFault.CONNECTION_LIMIT))
                    .contains("cap=pool.maxPending=0 (test.yaml:7)");
            open.countDown();
            assertThat(new String(first.readToFin(), ISO_8859_1)).endsWith("x");
        }
    }

    @Test
    void aClientThatLeavesTheQueueIsNotServed() {
        var open = new CountDownLatch(1);
        try (var origin = HttpOrigin.answering(request -> onceOpen(open));
                var bench = bench("maxConnections: 1, pendingTimeout: 20s", 1, origin);
                var first = bench.connect().send(GET)) {
            Eventually.until("the first request", () -> origin.requests().size() == 1);
            bench.connect().send("GET /left HTTP/1.1\r\nHost: a\r\n\r\n").reset();
            bench.awaitFault(ApplicationFault.CLIENT_ABORT);
            open.countDown();
            assertThat(new String(first.readToFin(), ISO_8859_1)).endsWith("x");
            assertThat(bench.exchange(GET)).endsWith("x");
            assertThat(origin.requests()).noneMatch(request -> request.contains("/left"));
        }
    }

    @Test
    void theBoundHoldsOverAllWorkersAndNoneOfThemStarves() {
        try (var origin = HttpOrigin.answering(request -> HttpOrigin.ok("x"));
                var bench = bench("maxConnections: 2, pendingTimeout: 20s", 4, origin)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                clients.add(bench.connect());
            }
            for (int round = 0; round < 20; round++) {
                clients.forEach(client -> client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
                for (RawClient client : clients) {
                    assertThat(client.readText(39)).startsWith("HTTP/1.1 200").endsWith("x");
                }
                // The origin may hear of an end after the beginning of the next connection.
                Eventually.until("two connections at most", () -> origin.socket().open() <= 2);
            }
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void aPlaceIsGivenBackWhenNoConnectionCouldBeMade() {
        try (var nobody = ReservedPort.any();
                var bench =
                        HttpBench.start(
                                config(
                                        "maxConnections: 1, maxPending: 0",
                                        1,
                                        "127.0.0.1:" + nobody.port()))) {
            for (int i = 0; i < 3; i++) {
                assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 502");
            }
            assertThat(bench.seen(TransportFault.CONNECT_REFUSED)).hasSize(3);
        }
    }

    @Test
    void requestsBeyondTheirOwnCapAreRefusedAtOnce() {
        var open = new CountDownLatch(1);
        try (var origin = HttpOrigin.answering(request -> onceOpen(open));
                var bench = bench("maxRequests: 1", 1, origin);
                var first = bench.connect().send(GET)) {
            Eventually.until("the first request", () -> origin.requests().size() == 1);
            assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 503").contains("layer: L7");
            assertThat(bench.evidenceOf(ApplicationFault.OVERLOADED))
                    .contains("cap=pool.maxRequests=1 (test.yaml:7)");
            open.countDown();
            assertThat(new String(first.readToFin(), ISO_8859_1)).endsWith("x");
        }
    }

    private static String onceOpen(CountDownLatch open) {
        Eventually.until("the test to let the origin answer", () -> open.getCount() == 0);
        return HttpOrigin.ok("x");
    }

    private static HttpBench bench(String pool, int workers, HttpOrigin origin) {
        return HttpBench.start(config(pool, workers, origin.hostPort()));
    }

    private static String config(String pool, int workers, String endpoint) {
        return HttpBench.config("", "", endpoint)
                .replace("workers: 1", "workers: " + workers)
                .replace("endpoints:", "pool: { " + pool + " }, endpoints:");
    }
}
