package io.faultline.l7;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.BlackHole;
import io.faultline.testkit.net.Ending;
import io.faultline.testkit.net.OriginConnection;
import io.faultline.testkit.net.ScriptedOrigin;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The timers of a route: one try, and the whole. Each names itself when it fires. */
@ExtendWith(LeakGuard.class)
class RouteTimersIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @Test
    void aTryThatTakesTooLongIsFollowedByAnotherOneWhereTheRouteSaysSo() {
        try (var slow = HttpOrigin.answering(request -> HttpOrigin.SILENT);
                var good = HttpOrigin.saying("good");
                var bench =
                        bench(
                                "timeouts: { tryTimeout: 100ms }, retries: { on: [timeout] }",
                                slow.hostPort(),
                                good.hostPort())) {
            for (int i = 0; i < 2; i++) {
                assertThat(bench.exchange(GET)).endsWith("good");
            }
            assertThat(slow.requests()).hasSize(1);
        }
    }

    @Test
    void otherwiseItIsA504ThatNamesTheTimer() {
        try (var slow = HttpOrigin.answering(request -> HttpOrigin.SILENT);
                var bench = bench("timeouts: { tryTimeout: 100ms }", slow.hostPort())) {
            assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 504");
            assertThat(bench.evidenceOf(ApplicationFault.RESPONSE_TIMEOUT))
                    .contains("route.timeouts.tryTimeout=100ms (test.yaml:5)");
        }
    }

    @Test
    void theConnectIsPartOfTheTryAndNotTheEndpointsFaultWhenItHadLessTimeThanPromised() {
        try (var hole = BlackHole.open();
                var bench =
                        bench(
                                "timeouts: { tryTimeout: 100ms }, retries: { attempts: 1 }",
                                "127.0.0.1:" + hole.port())) {
            assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 504");
            assertThat(bench.evidenceOf(TransportFault.CONNECT_TIMEOUT))
                    .contains("route.timeouts.tryTimeout=100ms (test.yaml:5)");
        }
    }

    @Test
    void aClientThatDoesNotSendItsBodyInTimeIsNotTheEndpointsFault() {
        try (var origin = HttpOrigin.saying("good");
                var bench = bench("timeouts: { tryTimeout: 100ms }", origin.hostPort());
                var client = bench.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
            assertThat(client.readLine()).startsWith("HTTP/1.1 504");
            Fault fault = bench.awaitFault(ApplicationFault.RESPONSE_TIMEOUT).fault();
            assertThat(fault.side()).isEqualTo(Side.CLIENT);
            assertThat(fault.evidence().toString()).contains("waitedFor=its body");
        }
    }

    /** Who waits for its client would wait as long elsewhere, and take a retry from those who need it. */
    @Test
    void whatTheClientHasNotDoneIsNeitherTriedAgainNorTakenFromTheBudget() {
        try (var one = HttpOrigin.saying("good");
                var other = HttpOrigin.saying("good");
                var bench =
                        bench(
                                "timeouts: { tryTimeout: 100ms },"
                                        + " retries: { on: [timeout], attempts: 3 }",
                                one.hostPort(),
                                other.hostPort());
                var client = bench.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
            assertThat(client.readLine()).startsWith("HTTP/1.1 504");
            assertThat(bench.awaitFault(ApplicationFault.RESPONSE_TIMEOUT).fault().side())
                    .isEqualTo(Side.CLIENT);
            assertThat(one.connections() + other.connections()).isEqualTo(1);
        }
    }

    @Test
    void theWholeIsTimedOverAllTries() {
        try (var slow = HttpOrigin.answering(request -> HttpOrigin.SILENT);
                var bench =
                        bench(
                                "timeouts: { tryTimeout: 100ms, total: 250ms },"
                                        + " retries: { attempts: 10, on: [timeout] }",
                                slow.hostPort())) {
            assertThat(bench.exchange(GET)).startsWith("HTTP/1.1 504");
            assertThat(slow.requests()).hasSizeBetween(2, 3);
            assertThat(bench.seen(ApplicationFault.RESPONSE_TIMEOUT))
                    .anyMatch(
                            seen ->
                                    seen.fault()
                                            .toString()
                                            .contains("route.timeouts.total=250ms (test.yaml:5)"));
        }
    }

    @Test
    void anAnswerThatTakesLongerThanTheWholeIsCutAndNeverLooksWhole() {
        try (var origin =
                        HttpOrigin.answering(
                                request -> "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                var bench = bench("timeouts: { total: 150ms }", origin.hostPort());
                var client = bench.connect()) {
            client.send(GET);
            assertThat(client.readToEnd().ending()).isEqualTo(Ending.RESET);
            assertThat(bench.evidenceOf(ApplicationFault.RESPONSE_TIMEOUT))
                    .contains("route.timeouts.total=150ms (test.yaml:5)");
        }
    }

    @Test
    void anAnswerOfWhichNothingMoreComesIsCutAndTheEndpointIsAtFault() {
        try (var origin =
                        HttpOrigin.answering(
                                request -> "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                var bench = bench("timeouts: { responseStall: 150ms }", origin.hostPort());
                var client = bench.connect()) {
            client.send(GET);
            assertThat(client.readToEnd().ending()).isEqualTo(Ending.RESET);
            Fault fault = bench.awaitFault(TransportFault.READ_STALLED).fault();
            assertThat(fault.side()).isEqualTo(Side.UPSTREAM);
            assertThat(fault.evidence().toString())
                    .contains("route.timeouts.responseStall=150ms (test.yaml:5)")
                    .contains("received=4");
        }
    }

    @Test
    void anAnswerOfWhichAByteComesNowAndThenIsNotStalledHoweverLongItTakes() {
        var taken = new Semaphore(0);
        var done = new AtomicBoolean();
        try (var origin =
                        ScriptedOrigin.start(
                                connection -> {
                                    connection.write("HTTP/1.1 200 OK\r\n\r\n");
                                    while (!done.get()) {
                                        connection.write("x");
                                        taken.acquireUninterruptibly();
                                    }
                                });
                var bench = bench("timeouts: { responseStall: 500ms }", origin.hostPort());
                var client = bench.connect()) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            String head = client.readLine();
            while (!client.readLine().isBlank()) {}
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_700);
            while (System.nanoTime() - end < 0) {
                assertThat(client.readText(1)).isEqualTo("x");
                taken.release();
            }
            done.set(true);
            taken.release();
            assertThat(head).startsWith("HTTP/1.1 200");
            assertThat(bench.seen(TransportFault.READ_STALLED)).isEmpty();
        }
    }

    @Test
    void anEndpointThatTakesNoMoreOfTheRequestIsGivenUp() {
        try (var origin = ScriptedOrigin.start(OriginConnection::hold);
                var bench =
                        HttpBench.start(
                                HttpBench.config(
                                        "timeouts: { writeStall: 3s }", "", origin.hostPort()));
                var client = bench.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n");
            client.sendUntilBlocked(Duration.ofMillis(50));
            Fault fault = bench.awaitFault(TransportFault.WRITE_STALLED).fault();
            assertThat(fault.side()).isEqualTo(Side.UPSTREAM);
            assertThat(fault.evidence().toString())
                    .contains("http.timeouts.writeStall=3000ms (test.yaml:5)")
                    .contains("waiting=");
        }
    }

    @Test
    void aTimerOfOneExchangeDoesNotFireInTheNext() {
        try (var origin = HttpOrigin.saying("x");
                var bench = bench("timeouts: { total: 300ms }", origin.hostPort());
                var client = bench.connect()) {
            for (int i = 0; i < 3; i++) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.readText(39)).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nx");
            }
            assertThat(bench.exchange(GET)).endsWith("x");
            assertThat(bench.seen(ApplicationFault.RESPONSE_TIMEOUT)).isEmpty();
        }
    }

    private static HttpBench bench(String route, String... endpoints) {
        return HttpBench.start(HttpBench.config("", route, endpoints));
    }
}
