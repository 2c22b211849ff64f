package io.faultline.l4;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.NetworkFault;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.ledger.RecentFault;
import io.faultline.core.worker.Worker.Kind;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ScriptedOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who gets in, told by the address a real socket comes from. */
@ExtendWith(LeakGuard.class)
class FirewallIT {

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void aDeniedClientIsResetAndTheRuleIsNamedWithItsLine(Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.greetThenEcho("in"));
                var bench = L4Bench.start(config("deny: [127.0.0.64/26]", origin), kind)) {
            bench.expectRefusalOf("127.0.0.65");
            RecentFault seen = bench.awaitFault(NetworkFault.ADDRESS_DENIED);
            assertThat(seen.fault().code().layer()).isEqualTo(Layer.L3);
            assertThat(seen.fault().side()).isEqualTo(Side.CLIENT);
            assertThat(seen.fault().stage()).isEqualTo(Stage.GATE);
            assertThat(seen.fault().evidence().toString())
                    .contains("deny 127.0.0.64/26")
                    .contains("test.yaml:3");
            assertThat(origin.accepted()).isZero();
            expectServed(bench, "127.0.0.63");
            expectServed(bench, "127.0.0.128");
        }
    }

    @Test
    void whoIsInNoRangeIsDeniedWhereThatIsTheRule() {
        try (var origin = ScriptedOrigin.start(Behaviour.greetThenEcho("in"));
                var bench = L4Bench.start(config("allow: [127.0.0.7], otherwise: deny", origin))) {
            expectServed(bench, "127.0.0.7");
            bench.expectRefusalOf("127.0.0.8");
            assertThat(bench.evidenceOf(NetworkFault.ADDRESS_DENIED))
                    .contains("otherwise deny")
                    .contains("test.yaml:3");
        }
    }

    @Test
    void aNarrowRangeIsAnExceptionToAWideOne() {
        try (var origin = ScriptedOrigin.start(Behaviour.greetThenEcho("in"));
                var bench =
                        L4Bench.start(
                                config(
                                        "allow: [127.0.0.0/8, 127.0.1.2], deny: [127.0.1.0/24],"
                                                + " otherwise: deny",
                                        origin))) {
            expectServed(bench, "127.0.0.1");
            expectServed(bench, "127.0.1.2");
            bench.expectRefusalOf("127.0.1.3");
            assertThat(bench.evidenceOf(NetworkFault.ADDRESS_DENIED)).contains("127.0.1.0/24");
        }
    }

    @Test
    void aDeniedClientTakesNoPlaceFromAnAllowedOne() {
        try (var origin = ScriptedOrigin.start(Behaviour.greetThenEcho("in"));
                var bench =
                        L4Bench.start(
                                L4Bench.config(
                                        "maxConnections: 1, firewall: { deny: [127.0.0.8] }",
                                        "",
                                        "endpoints: [" + origin.hostPort() + "]"))) {
            for (int i = 0; i < 20; i++) {
                bench.expectRefusalOf("127.0.0.8");
            }
            expectServed(bench, "127.0.0.7");
            assertThat(bench.seen(NetworkFault.ADDRESS_DENIED)).hasSize(20);
        }
    }

    @Test
    void aDeniedClientIsToldApartFromOneForWhomThereIsNoRoom() {
        try (var origin = ScriptedOrigin.start(Behaviour.greetThenEcho("in"));
                var bench =
                        L4Bench.start(
                                L4Bench.config(
                                        "maxConnections: 1, firewall: { deny: [127.0.0.8] }",
                                        "",
                                        "endpoints: [" + origin.hostPort() + "]"));
                var holder = bench.connectFrom("127.0.0.7")) {
            assertThat(holder.readLine()).isEqualTo("in");
            bench.expectRefusalOf("127.0.0.8");
            assertThat(bench.seen(NetworkFault.ADDRESS_DENIED)).hasSize(1);
            assertThat(bench.seen(SessionFault.CONNECTION_LIMIT)).isEmpty();
        }
    }

    @Test
    void aV4ClientOfADualStackListenerMeetsTheV4Rules() {
        try (var origin = ScriptedOrigin.start(Behaviour.greetThenEcho("in"));
                var bench =
                        L4Bench.start(
                                config("deny: [127.0.0.9]", origin)
                                        .replace("127.0.0.1:0\"", "[::]:0\""))) {
            expectServed(bench, "127.0.0.1");
            bench.expectRefusalOf("127.0.0.9");
        }
    }

    private static void expectServed(L4Bench bench, String address) {
        try (var client = bench.connectFrom(address)) {
            assertThat(client.readLine()).isEqualTo("in");
        }
    }

    private static String config(String firewall, ScriptedOrigin origin) {
        return L4Bench.config(
                "firewall: { " + firewall + " }", "", "endpoints: [" + origin.hostPort() + "]");
    }
}
