package io.faultline.l4;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.fault.ledger.RecentFault;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.BlackHole;
import io.faultline.testkit.net.Payload;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
import org.junit.jupiter.api.Test;

/** What a client sees, and what is said, when an endpoint misbehaves in every way TCP knows. */
class UpstreamFaultsIT {

    @Test
    void bytesGoBothWaysAndTheEndFollowsThem() {
        try (var origin = ScriptedOrigin.start(Behaviour.checksum());
                var bench = L4Bench.start(to(origin));
                var client = bench.connect()) {
            byte[] payload = Payload.bytes(3_000_000, 11);
            client.send(payload).halfClose();
            assertThat(new String(client.readToFin())).contains(Payload.sha256(payload));
            bench.awaitNoSessions();
            assertThat(bench.server.faults().total()).isZero();
            assertThat(bench.server.backlogBytes()).isZero();
        }
    }

    @Test
    void anEndpointThatRefusesIsNamedAndTheNextOneServes() {
        try (var nobody = ReservedPort.any();
                var origin = ScriptedOrigin.start(Behaviour.greetThenEcho("second"));
                var bench =
                        L4Bench.start(
                                L4Bench.config(
                                        "",
                                        "",
                                        "balance: round-robin, endpoints: [127.0.0.1:"
                                                + nobody.port()
                                                + ", "
                                                + origin.hostPort()
                                                + "]"))) {
            for (int i = 0; i < 4; i++) {
                try (var client = bench.connect()) {
                    assertThat(client.readLine()).isEqualTo("second");
                }
            }
            RecentFault fault = bench.awaitFault(TransportFault.CONNECT_REFUSED);
            assertThat(fault.fault().side()).isEqualTo(Side.UPSTREAM);
            assertThat(fault.fault().stage()).isEqualTo(Stage.CONNECT);
            assertThat(fault.endpoint()).isEqualTo("127.0.0.1:" + nobody.port());
        }
    }

    @Test
    void theOnlyEndpointRefusingResetsTheClientAndIsAskedOnce() {
        try (var nobody = ReservedPort.any();
                var bench = L4Bench.start(toPort(nobody.port()))) {
            connectAndExpectReset(bench);
            bench.awaitNoSessions();
            assertThat(bench.server.faults().total()).isEqualTo(1);
            bench.awaitFault(TransportFault.CONNECT_REFUSED);
        }
    }

    @Test
    void aBlackHoleRunsIntoTheConnectTimeoutThatIsNamedWithItsLine() {
        try (var hole = BlackHole.open();
                var bench =
                        L4Bench.start(
                                L4Bench.config(
                                        "",
                                        "",
                                        "endpoints: [127.0.0.1:"
                                                + hole.port()
                                                + "], connect: { timeout: 100ms }"))) {
            connectAndExpectReset(bench);
            RecentFault fault = bench.awaitFault(TransportFault.CONNECT_TIMEOUT);
            assertThat(fault.fault().side()).isEqualTo(Side.UPSTREAM);
            assertThat(fault.fault().evidence().toString())
                    .contains("127.0.0.1:" + hole.port())
                    .contains("connect.timeout=100ms (test.yaml:");
        }
    }

    @Test
    void theBudgetEndsTheSearchBeforeTheAttemptsDo() {
        try (var one = BlackHole.open();
                var two = BlackHole.open();
                var bench =
                        L4Bench.start(
                                L4Bench.config(
                                        "",
                                        "",
                                        "endpoints: [127.0.0.1:%d, 127.0.0.1:%d], connect: {"
                                                        .formatted(one.port(), two.port())
                                                + " timeout: 10s, budget: 150ms, attempts: 5 }"))) {
            connectAndExpectReset(bench);
            RecentFault fault = bench.awaitFault(TransportFault.CONNECT_TIMEOUT);
            assertThat(fault.fault().evidence().toString()).contains("connect.budget=150ms");
            bench.awaitNoSessions();
            assertThat(bench.server.faults().total()).isEqualTo(1);
        }
    }

    @Test
    void anEndpointThatResetsMidStreamIsPassedOnAsAReset() {
        try (var origin = ScriptedOrigin.start(Behaviour.resetAfterReceiving(4));
                var bench = L4Bench.start(to(origin));
                var client = bench.connect()) {
            client.send("ping");
            client.expectReset();
            RecentFault fault = bench.awaitFault(TransportFault.RESET);
            assertThat(fault.fault().side()).isEqualTo(Side.UPSTREAM);
            assertThat(fault.fault().stage()).isEqualTo(Stage.RELAY);
            assertThat(fault.endpoint()).isEqualTo(origin.hostPort());
        }
    }

    @Test
    void aClientThatResetsIsPassedOnAsAResetAndNotBlamedOnTheEndpoint() {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = L4Bench.start(to(origin))) {
            var client = bench.connect();
            client.send("ping");
            assertThat(client.readText(4)).isEqualTo("ping");
            client.reset();
            origin.awaitConnection(1).awaitEnding(io.faultline.testkit.net.Ending.RESET);
            assertThat(bench.awaitFault(TransportFault.RESET).fault().side())
                    .isEqualTo(Side.CLIENT);
        }
    }

    @Test
    void aSilentEndpointRunsIntoTheIdleTimeout() {
        try (var origin = ScriptedOrigin.start(Behaviour.silent());
                var bench =
                        L4Bench.start(
                                L4Bench.config(
                                        "",
                                        "idleTimeout: 150ms",
                                        "endpoints: [" + origin.hostPort() + "]"));
                var client = bench.connect()) {
            client.send("anybody?");
            client.expectReset();
            RecentFault fault = bench.awaitFault(TransportFault.IDLE_TIMEOUT);
            assertThat(fault.fault().side()).isEqualTo(Side.PROXY);
            assertThat(fault.fault().evidence().toString())
                    .contains("tcp.idleTimeout=150ms (test.yaml:3)");
        }
    }

    @Test
    void oneSideThatEndedLeavesTheOtherItsOwnShorterTimeout() {
        try (var origin = ScriptedOrigin.start(Behaviour.silent());
                var bench =
                        L4Bench.start(
                                L4Bench.config(
                                        "",
                                        "idleTimeout: 1h, halfCloseTimeout: 150ms",
                                        "endpoints: [" + origin.hostPort() + "]"));
                var client = bench.connect()) {
            client.send("bye").halfClose();
            client.expectReset();
            assertThat(bench.awaitFault(TransportFault.IDLE_TIMEOUT).fault().evidence().toString())
                    .contains("tcp.halfCloseTimeout=150ms");
        }
    }

    @Test
    void aSessionThatIsBusyIsStillEndedAtItsMaximumAge() {
        try (var origin = ScriptedOrigin.start(Behaviour.endless());
                var bench =
                        L4Bench.start(
                                L4Bench.config(
                                        "",
                                        "maxSessionAge: 200ms",
                                        "endpoints: [" + origin.hostPort() + "]"));
                var client = bench.connect()) {
            assertThat(client.readToEnd().ending())
                    .isEqualTo(io.faultline.testkit.net.Ending.RESET);
            bench.awaitFault(SessionFault.SESSION_EXPIRED);
        }
    }

    @Test
    void anAnswerThatComesAfterTheClientsEndStillArrives() {
        byte[] answer = Payload.bytes(1_000_000, 5);
        try (var origin = ScriptedOrigin.start(Behaviour.answerAfterFin(answer));
                var bench = L4Bench.start(to(origin));
                var client = bench.connect()) {
            client.send("question").halfClose();
            assertThat(client.readToFin()).isEqualTo(answer);
            bench.awaitNoSessions();
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @Test
    void anEndpointThatEndsFirstLeavesTheClientItsHalf() {
        try (var origin = ScriptedOrigin.start(Behaviour.sendThenFin("bye".getBytes()));
                var bench = L4Bench.start(to(origin));
                var client = bench.connect()) {
            assertThat(client.readToFin()).asString().isEqualTo("bye");
            assertThat(bench.server.openSessions()).isEqualTo(1);
            client.halfClose();
            bench.awaitNoSessions();
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    private static void connectAndExpectReset(L4Bench bench) {
        try (RawClient client = bench.connect()) {
            client.expectReset();
        }
    }

    private static String to(ScriptedOrigin origin) {
        return toPort(origin.port());
    }

    private static String toPort(int port) {
        return L4Bench.config("", "", "endpoints: [127.0.0.1:" + port + "]");
    }
}
