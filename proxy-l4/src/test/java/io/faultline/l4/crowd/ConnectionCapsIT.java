package io.faultline.l4.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.worker.Worker.Kind;
import io.faultline.l4.L4Bench;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each cap refuses by its name, and a place is given back however its session ended. */
@ExtendWith(LeakGuard.class)
class ConnectionCapsIT {

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void aFullListenerRefusesAndSaysWhichCapAndWhoSetIt(Kind kind) {
        try (var origin = greeting();
                var bench = L4Bench.start(config("maxConnections: 2", "", origin), kind);
                var first = served(bench);
                var second = served(bench)) {
            bench.expectRefusalOf("127.0.0.1");
            Fault fault = bench.awaitFault(SessionFault.CONNECTION_LIMIT).fault();
            assertThat(fault.side()).isEqualTo(Side.PROXY);
            assertThat(fault.stage()).isEqualTo(Stage.GATE);
            assertThat(fault.evidence().toString())
                    .contains("listener in maxConnections")
                    .contains("limit=2")
                    .contains("test.yaml:3");
            assertThat(origin.accepted()).isEqualTo(2);
            assertThat(first.send("still").readText(5)).isEqualTo("still");
            assertThat(second.send("here").readText(4)).isEqualTo("here");
        }
    }

    @Test
    void oneClientCannotTakeWhatBelongsToTheOthers() {
        try (var origin = greeting();
                var bench = L4Bench.start(config("maxConnectionsPerClient: 1", "", origin));
                var greedy = bench.connectFrom("127.0.0.5")) {
            assertThat(greedy.readLine()).isEqualTo("hello");
            bench.expectRefusalOf("127.0.0.5");
            try (var other = bench.connectFrom("127.0.0.6")) {
                assertThat(other.readLine()).isEqualTo("hello");
            }
            Fault fault = bench.awaitFault(SessionFault.CONNECTION_LIMIT).fault();
            assertThat(fault.side()).isEqualTo(Side.CLIENT);
            assertThat(fault.evidence().toString())
                    .contains("listener in maxConnectionsPerClient")
                    .contains("limit=1")
                    .contains("client=127.0.0.5")
                    .contains("test.yaml:3");
        }
    }

    @Test
    void theLimitOfTheProcessCountsAllListenersTogether() {
        try (var origin = greeting();
                var bench = L4Bench.start(twoListeners(origin));
                var onTheFirst = served(bench)) {
            int second = bench.server.listeners().get(1).boundAddress().port();
            try (var refused = RawClient.connect(second)) {
                refused.expectReset();
            }
            assertThat(bench.evidenceOf(SessionFault.CONNECTION_LIMIT))
                    .contains("limits.maxConnections")
                    .contains("limit=1")
                    .contains("test.yaml:6");
            onTheFirst.close();
            bench.awaitNoSessions();
            try (var now = RawClient.connect(second)) {
                assertThat(now.readLine()).isEqualTo("hello");
            }
        }
    }

    /** The ways a session can end. With room for one, each must leave its place to the next. */
    private enum End {
        CLIENT_CLOSES {
            @Override
            void bring(L4Bench bench, ScriptedOrigin origin) {
                served(bench).close();
            }
        },
        CLIENT_RESETS {
            @Override
            void bring(L4Bench bench, ScriptedOrigin origin) {
                served(bench).reset();
            }
        },
        CLIENT_RESETS_AT_ONCE {
            @Override
            void bring(L4Bench bench, ScriptedOrigin origin) {
                int before = origin.accepted();
                bench.connect().reset();
                origin.awaitConnection(before + 1); // or we would look before it was accepted
            }
        },
        ENDPOINT_RESETS {
            @Override
            void bring(L4Bench bench, ScriptedOrigin origin) {
                origin.becomes(Behaviour.resetAtOnce());
                bench.expectRefusalOf("127.0.0.1");
                origin.becomes(Behaviour.greetThenEcho("hello"));
            }
        },
        ENDPOINT_REFUSES {
            @Override
            void bring(L4Bench bench, ScriptedOrigin origin) {
                origin.stop();
                bench.expectRefusalOf("127.0.0.1");
                origin.restart();
            }
        },
        IDLE_FOR_TOO_LONG {
            @Override
            void bring(L4Bench bench, ScriptedOrigin origin) {
                try (var client = served(bench)) {
                    client.expectReset();
                }
            }
        };

        abstract void bring(L4Bench bench, ScriptedOrigin origin);
    }

    @ParameterizedTest
    @EnumSource
    void thePlaceIsGivenBackHoweverTheSessionEnds(End end) {
        String caps = "maxConnections: 1, maxConnectionsPerClient: 1";
        String idle = end == End.IDLE_FOR_TOO_LONG ? "idleTimeout: 150ms" : "";
        try (var origin = greeting();
                var bench = L4Bench.start(config(caps, idle, origin))) {
            for (int i = 0; i < 3; i++) {
                end.bring(bench, origin);
                bench.awaitNoSessions();
            }
            served(bench).close();
            assertThat(bench.seen(SessionFault.CONNECTION_LIMIT)).isEmpty();
        }
    }

    @Test
    void aRefusedClientDoesNotKeepThePlaceItNeverHad() {
        try (var origin = greeting();
                var bench = L4Bench.start(config("maxConnections: 1", "", origin))) {
            var holder = served(bench);
            for (int i = 0; i < 10; i++) {
                bench.expectRefusalOf("127.0.0.1");
            }
            holder.close();
            bench.awaitNoSessions();
            served(bench).close();
            assertThat(bench.seen(SessionFault.CONNECTION_LIMIT)).hasSize(10);
        }
    }

    @Test
    void aBalancerThatNeverFinishesItsHeaderGivesItsPlaceBack() {
        String listener = "maxConnections: 1, proxyProtocol: { from: [127.0.0.2], timeout: 50ms }";
        try (var nobody = ReservedPort.any();
                var bench =
                        L4Bench.start(
                                L4Bench.config(
                                        listener,
                                        "",
                                        "endpoints: [127.0.0.1:" + nobody.port() + "]"))) {
            for (int i = 0; i < 3; i++) {
                bench.expectRefusalOf("127.0.0.2");
                bench.awaitNoSessions();
            }
            assertThat(bench.seen(SessionFault.PREAMBLE_INVALID)).hasSize(3);
        }
    }

    @Test
    void theListenerCapHoldsAcrossWorkers() {
        List<RawClient> open = new ArrayList<>();
        try (var origin = greeting();
                var bench = L4Bench.start(config("maxConnections: 8", "", origin))) {
            for (int i = 0; i < 8; i++) {
                open.add(served(bench));
            }
            for (int i = 0; i < 8; i++) {
                bench.expectRefusalOf("127.0.0.1");
            }
        } finally {
            open.forEach(RawClient::close);
        }
    }

    /** Ends of every kind, many of them at once; a place that leaks is missed at the end. */
    @Test
    void whateverBecomesOfConnectionsTheirPlacesAreFreeAgain() {
        int places = 20;
        String keys =
                "maxConnections: %d, maxConnectionsPerClient: %d, firewall: { deny: [127.0.0.9] },"
                        + " proxyProtocol: { from: [127.0.0.5], timeout: 50ms }";
        List<RawClient> open = new ArrayList<>();
        try (var origin = greeting();
                var bench = L4Bench.start(config(keys.formatted(places, places), "", origin))) {
            for (int round = 0; round < 30; round++) {
                open.add(bench.connectFrom("127.0.0.9")); // denied
                open.add(bench.connectFrom("127.0.0.5")); // silent until the deadline
                open.add(trySend(bench.connectFrom("127.0.0.5"), "GET / HTTP/1.1\r\n\r\n"));
                open.add(trySend(bench.connectFrom("127.0.0.5"), "PROXY TC"));
                open.add(
                        trySend(
                                bench.connectFrom("127.0.0.5"),
                                "PROXY TCP4 127.0.0.9 127.0.0.1 1 2\r\n"));
                bench.connect().reset();
                bench.connect().close();
            }
            // Some may still wait to be accepted. A place that has leaked never comes back.
            Eventually.until("all places to be free", () -> allServed(bench, places, open));
            bench.expectRefusalOf("127.0.0.1");
        } finally {
            open.forEach(RawClient::close);
        }
    }

    private static boolean allServed(L4Bench bench, int count, List<RawClient> open) {
        open.forEach(RawClient::close);
        open.clear();
        bench.awaitNoSessions();
        try {
            for (int i = 0; i < count; i++) {
                open.add(bench.connect());
                assertThat(open.getLast().readLine()).isEqualTo("hello");
            }
            return true;
        } catch (AssertionError notYet) {
            return false;
        }
    }

    private static RawClient trySend(RawClient client, String text) {
        try {
            client.send(text);
        } catch (AssertionError refusedAlready) {
            // All places were taken, or the deadline was faster: one more way to end.
            assertThat(refusedAlready).hasMessageContaining("reset");
        }
        return client;
    }

    private static RawClient served(L4Bench bench) {
        RawClient client = bench.connect();
        assertThat(client.readLine()).isEqualTo("hello");
        return client;
    }

    private static ScriptedOrigin greeting() {
        return ScriptedOrigin.start(Behaviour.greetThenEcho("hello"));
    }

    private static String config(String listener, String tcp, ScriptedOrigin origin) {
        return L4Bench.config(listener, tcp, "endpoints: [" + origin.hostPort() + "]");
    }

    private static String twoListeners(ScriptedOrigin origin) {
        return """
        workers: 2
        listeners:
          - { name: one, bind: "127.0.0.1:0", tcp: { to: backend } }
          - { name: two, bind: "127.0.0.1:0", tcp: { to: backend } }
        upstreams: { backend: { endpoints: [%s] } }
        limits: { maxConnections: 1 }
        """
                .formatted(origin.hostPort());
    }
}
