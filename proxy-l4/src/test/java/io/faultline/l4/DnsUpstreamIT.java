package io.faultline.l4;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.SessionFault;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.ScriptedDns;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.OriginSettings;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One name, one proxy that keeps running, and everything a name server can say in between. */
@ExtendWith(LeakGuard.class)
class DnsUpstreamIT {

    private static final String NAME = "backend.test";

    @Test
    void aNameThatComesGoesAndMovesNeverStopsWhatCanBeServed() {
        try (var dns = ScriptedDns.start().nxdomain(NAME);
                var origin = everywhere();
                var bench = L4Bench.start(config(dns, origin))) {
            bench.expectRefusalOf("127.0.0.1");
            assertThat(bench.evidenceOf(SessionFault.NO_ENDPOINTS)).contains("L7.DNS_NXDOMAIN");

            dns.answers(NAME, 0, "127.0.0.1");
            awaitMember(bench, "127.0.0.1", origin);
            expectServed(bench);

            dns.nxdomain(NAME);
            awaitAskedAgain(dns);
            for (int i = 0; i < 5; i++) {
                expectServed(bench); // by the last good answer
            }
            assertThat(bench.said)
                    .anyMatch(line -> line.contains("the last good answer stays in use"));

            dns.answers(NAME, 0, "127.0.0.2");
            awaitMember(bench, "127.0.0.2", origin);
            expectServed(bench);
            assertThat(bench.endpoint("127.0.0.2:" + origin.port()).endpoint().connects())
                    .isEqualTo(1);
            assertThat(bench.server.upstreams().getFirst().cluster().endpoints().entries())
                    .as("the old address is gone")
                    .hasSize(1);
        }
    }

    @Test
    void aSessionOnTheOldAddressSurvivesTheMove() {
        try (var dns = ScriptedDns.start().answers(NAME, 0, "127.0.0.1");
                var origin = everywhere();
                var bench = L4Bench.start(config(dns, origin));
                var old = bench.connect()) {
            assertThat(old.readLine()).isEqualTo("here");
            dns.answers(NAME, 0, "127.0.0.2");
            awaitMember(bench, "127.0.0.2", origin);
            assertThat(old.send("still").readText(5)).isEqualTo("still");
        }
    }

    private static ScriptedOrigin everywhere() {
        return ScriptedOrigin.start(
                OriginSettings.defaults().on("0.0.0.0"), Behaviour.greetThenEcho("here"));
    }

    private static void awaitMember(L4Bench bench, String address, ScriptedOrigin origin) {
        String wanted = address + ":" + origin.port();
        Eventually.until(
                wanted + " to be the only member",
                () -> {
                    var entries =
                            bench.server.upstreams().getFirst().cluster().endpoints().entries();
                    return entries.size() == 1
                            && entries.getFirst().endpoint().name().equals(wanted);
                });
    }

    /** Twice for both families: the first answer has been taken in when the second is asked for. */
    private static void awaitAskedAgain(ScriptedDns dns) {
        int before = dns.asked(NAME);
        Eventually.until("two more lookups", () -> dns.asked(NAME) >= before + 4);
    }

    private static void expectServed(L4Bench bench) {
        try (RawClient client = bench.connect()) {
            assertThat(client.readLine()).isEqualTo("here");
        }
    }

    private static String config(ScriptedDns dns, ScriptedOrigin origin) {
        return L4Bench.config(
                "",
                "",
                "endpoints: [%s:%d], dns: { servers: [\"127.0.0.1:%d\"], minTtl: 100ms, maxTtl: 1s }"
                        .formatted(NAME, origin.port(), dns.port()));
    }
}
