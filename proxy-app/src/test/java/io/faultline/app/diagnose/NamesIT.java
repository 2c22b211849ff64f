package io.faultline.app.diagnose;

import static io.faultline.app.diagnose.Reports.isHealthy;
import static io.faultline.app.diagnose.Reports.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.diagnose.ladder.Ladder;
import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Report;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.diagnose.target.Options;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.config.value.HostPort;
import io.faultline.testkit.DnsReply;
import io.faultline.testkit.ScriptedDns;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real name server on loopback that says what a test tells it to. */
class NamesIT {

    private final ScriptedDns dns = ScriptedDns.start();

    @AfterEach
    void stop() {
        dns.close();
    }

    private Options asking() {
        return Options.DEFAULTS.from(null, List.of(new HostPort("127.0.0.1", dns.port())));
    }

    @Test
    void theWayOfANameIsToldWithResolverTtlAndAlias() {
        dns.alias("shop.example", 300, "lb.example", 30, "127.0.0.1");
        try (var origin = ScriptedOrigin.start(Behaviour.sink())) {
            Report report = run("shop.example:" + origin.port(), asking());

            isHealthy(report);
            Rung name = report.names().getFirst();
            assertThat(name.summary()).isEqualTo("shop.example -> 127.0.0.1");
            assertThat(name.fact("A shop.example"))
                    .contains("ttl 30 s", "alias of lb.example", "said 127.0.0.1:" + dns.port());
        }
    }

    @Test
    void everyAddressIsTriedAndOneDeadOneIsNotTheWayTheyShare() {
        dns.answers("two.example", 5, "127.0.0.1", "127.0.0.2");
        try (var origin = ScriptedOrigin.start(Behaviour.sink())) {
            Report report = run("two.example:" + origin.port(), asking());

            assertThat(report.ladders())
                    .extracting(Ladder::address)
                    .containsExactly("127.0.0.1:" + origin.port(), "127.0.0.2:" + origin.port());
            assertThat(report.verdict().code()).isEqualTo("L4.CONNECT_REFUSED");
            assertThat(report.verdict().where()).isEqualTo("127.0.0.2:" + origin.port());
            assertThat(report.verdict().because()).anyMatch(each -> each.contains("1 of 2"));
        }
    }

    @Test
    void whereAllFailAlikeTheCommonCauseIsSuspected() {
        dns.answers("two.example", 5, "127.0.0.1", "127.0.0.2");
        try (var port = ReservedPort.any()) {
            Report report = run("two.example:" + port.port(), asking());

            assertThat(report.verdict().because())
                    .anyMatch(each -> each.startsWith("All 2 addresses fail alike"));
        }
    }

    @Test
    void bothFamiliesAreTried() {
        dns.answers("both.example", 5, "127.0.0.1", "::1");
        try (var port = ReservedPort.any()) {
            Report report = run("both.example:" + port.port(), asking());

            assertThat(report.ladders())
                    .extracting(Ladder::address)
                    .containsExactly("127.0.0.1:" + port.port(), "[::1]:" + port.port());
        }
    }

    @Test
    void aNameThatIsNotThereIsNxdomain() {
        dns.nxdomain("gone.example");
        Report report = run("gone.example:80", asking());

        brokenName(report, "L7.DNS_NXDOMAIN");
        assertThat(report.verdict().next())
                .anyMatch(
                        each -> each.startsWith("dig @127.0.0.1:" + dns.port() + " gone.example"));
        assertThat(report.verdict().because().getFirst()).contains("the resolver spoke");
    }

    @Test
    void aServerThatFailsIsServfail() {
        dns.servfail("broken.example");
        brokenName(run("broken.example:80", asking()), "L7.DNS_SERVFAIL");
    }

    @Test
    void aNameWithoutAddressesIsEmpty() {
        dns.empty("bare.example");
        brokenName(run("bare.example:80", asking()), "L7.DNS_EMPTY");
    }

    @Test
    void silenceOfTheResolverIsATimeout() throws ConfigException {
        dns.silent("quiet.example");
        Report report =
                run(
                        "upstream/u",
                        TlsIT.edge(
                                """
                                upstreams:
                                  u:
                                    endpoints: ["quiet.example:80"]
                                    dns: { servers: ["127.0.0.1:%d"], timeout: 200ms }
                                """
                                        .formatted(dns.port())));

        brokenName(report, "L7.DNS_TIMEOUT");
        assertThat(report.verdict().because().getFirst()).startsWith("Silence points down");
    }

    @Test
    void oneFamilyThatCannotBeAskedIsANoteWhereTheOtherHasAddresses() {
        dns.saysA("half.example", ScriptedDns.addressesOf(5, "127.0.0.1"));
        dns.saysAaaa("half.example", new DnsReply.Code(2));
        try (var origin = ScriptedOrigin.start(Behaviour.sink())) {
            Report report = run("half.example:" + origin.port(), asking());

            isHealthy(report);
            assertThat(report.names().getFirst().outcome()).isEqualTo(Outcome.NOTE);
            assertThat(report.names().getFirst().notes().getFirst()).contains("DNS_SERVFAIL");
        }
    }

    private static void brokenName(Report report, String code) {
        assertThat(report.verdict().code()).isEqualTo(code);
        assertThat(report.verdict().exitCode()).isEqualTo(17);
        assertThat(report.ladders()).isEmpty();
        assertThat(report.names().getFirst().isBroken()).isTrue();
    }
}
