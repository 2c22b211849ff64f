package io.faultline.l4.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.worker.Worker.Kind;
import io.faultline.l4.L4Bench;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that say nothing, leave before they are served, or leave only half. */
@ExtendWith(LeakGuard.class)
class QuietClientsIT {

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void aClientThatSaysNothingIsCutAndNobodyElseIsBlamed(Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = L4Bench.start(config("idleTimeout: 150ms", origin), kind);
                var client = bench.connect()) {
            client.expectReset();
            Fault fault = bench.awaitFault(TransportFault.IDLE_TIMEOUT).fault();
            assertThat(fault.side()).isEqualTo(Side.PROXY);
            assertThat(fault.evidence().toString()).contains("tcp.idleTimeout=150ms (test.yaml:3)");
            bench.awaitNoSessions();
            assertThat(bench.endpoint(origin.hostPort()).endpoint().failedConnects()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void manyThatResetAtOnceLeaveNothingBehind(Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = L4Bench.start(config("", origin), kind)) {
            for (int i = 0; i < 500; i++) {
                bench.connect().reset();
            }
            try (var client = bench.connect()) {
                assertThat(client.send("ping").readText(4)).isEqualTo("ping");
            }
            bench.awaitNoSessions();
            Eventually.until("the endpoint to be left alone", () -> origin.open() == 0);
            assertThat(bench.server.backlogBytes()).isZero();
            assertThat(bench.seen(TransportFault.RESET))
                    .allMatch(seen -> seen.fault().side() == Side.CLIENT);
            assertThat(bench.endpoint(origin.hostPort()).endpoint().active()).isZero();
        }
    }

    /** The patience is shorter than the session's own first look at its limits. */
    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void halfAConnectionFallsUnderTheShorterTimeoutAtOnce(Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.silent());
                var bench =
                        L4Bench.start(
                                config("idleTimeout: 1h, halfCloseTimeout: 150ms", origin), kind);
                RawClient client =
                        ClientSettings.to(bench.port())
                                .withPatience(Duration.ofSeconds(10))
                                .connect()) {
            client.send("bye").halfClose();
            client.expectReset();
            assertThat(bench.evidenceOf(TransportFault.IDLE_TIMEOUT))
                    .contains("tcp.halfCloseTimeout=150ms");
        }
    }

    private static String config(String tcp, ScriptedOrigin origin) {
        return L4Bench.config("", tcp, "endpoints: [" + origin.hostPort() + "]");
    }
}
