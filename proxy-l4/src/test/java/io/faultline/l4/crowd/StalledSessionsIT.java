package io.faultline.l4.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.l4.L4Bench;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.ScriptedOrigin;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** An idle timer sees that nothing moves. Who stands still, and whether anybody waits, TCP knows. */
@ExtendWith(LeakGuard.class)
@EnabledOnOs(OS.LINUX)
class StalledSessionsIT {

    @Test
    void aClientThatDoesNotReadHasStalledItsSessionAndNoEndpointIsBlamed() {
        try (var origin = ScriptedOrigin.start(Behaviour.endless());
                var bench = L4Bench.start(config("idleTimeout: 1s", origin));
                var client =
                        ClientSettings.to(bench.port()).withReceiveBuffer(16 * 1024).connect()) {
            Fault fault = bench.awaitFault(TransportFault.WRITE_STALLED).fault();
            assertThat(client.local().getPort()).isPositive();
            assertThat(fault.side()).isEqualTo(Side.CLIENT);
            assertThat(fault.evidence().value("silence")).startsWith("window: ");
            assertThat(fault.evidence().value("seen_as")).isEqualTo("L4.IDLE_TIMEOUT");
            assertThat(fault.timer()).startsWith("tcp.idleTimeout=1000ms (test.yaml:");
            assertThat(bench.seen(TransportFault.IDLE_TIMEOUT)).isEmpty();
        }
    }

    @Test
    void anEndpointThatDoesNotReadHasStalledItsSession() {
        try (var origin = ScriptedOrigin.start(Behaviour.silent());
                var bench = L4Bench.start(config("idleTimeout: 1s", origin));
                var client = bench.connect()) {
            client.sendUntilBlocked(Duration.ofMillis(100));
            Fault fault = bench.awaitFault(TransportFault.WRITE_STALLED).fault();
            assertThat(fault.side()).isEqualTo(Side.UPSTREAM);
            assertThat(fault.evidence().value("silence")).startsWith("window: ");
            assertThat(fault.evidence().value("tcp")).startsWith("established ");
        }
    }

    @Test
    void aSessionOnWhichNobodyWaitsIsIdleAndShowsBothSides() {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = L4Bench.start(config("idleTimeout: 150ms", origin));
                var client = bench.connect()) {
            client.expectReset();
            Fault fault = bench.awaitFault(TransportFault.IDLE_TIMEOUT).fault();
            assertThat(fault.side()).isEqualTo(Side.PROXY);
            assertThat(fault.evidence().value("tcp.client")).startsWith("established ");
            assertThat(fault.evidence().value("tcp.upstream")).contains(" unacked:0 retrans:0/0");
            assertThat(fault.evidence().value("generations")).isEqualTo("config:1");
            assertThat(bench.seen(TransportFault.WRITE_STALLED)).isEmpty();
        }
    }

    private static String config(String tcp, ScriptedOrigin origin) {
        return L4Bench.config("", tcp, "endpoints: [" + origin.hostPort() + "]");
    }
}
