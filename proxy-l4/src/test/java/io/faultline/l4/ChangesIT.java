package io.faultline.l4;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ledger.Change;
import io.faultline.core.fault.ledger.Onset;
import io.faultline.core.upstream.EndpointSet;
import io.faultline.l4.tls.CertificateFolder;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.ScriptedDns;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What changes while the proxy runs stands on the time line of the faults, and is suspected. */
@ExtendWith(LeakGuard.class)
class ChangesIT {

    private static final String NAME = "backend.test";

    @Test
    void faultsThatBeginWithANewAddressNameTheAnswerThatBroughtIt() {
        try (var dns = ScriptedDns.start().answers(NAME, 0, "127.0.0.1");
                var origin = ScriptedOrigin.start(Behaviour.greetThenEcho("here"));
                var bench =
                        L4Bench.start(
                                L4Bench.config(
                                        "",
                                        "",
                                        ("endpoints: [%s:%d], dns: { servers: [\"127.0.0.1:%d\"],"
                                                        + " minTtl: 100ms, maxTtl: 1s }")
                                                .formatted(NAME, origin.port(), dns.port())))) {
            Eventually.until("the first answer", () -> entries(bench).size() == 1);
            try (RawClient client = bench.connect()) {
                assertThat(client.readLine()).isEqualTo("here");
            }
            assertThat(changes(bench))
                    .extracting(Change::kind)
                    .containsExactly(Change.Kind.DNS, Change.Kind.CONFIG);

            dns.answers(NAME, 0, "127.0.0.2"); // where nobody listens
            Eventually.until("the new answer", () -> changes(bench).size() == 3);
            Eventually.until(
                    "clients to meet it: endpoints that change often are published at a pace",
                    () ->
                            entries(bench).stream()
                                    .allMatch(e -> e.endpoint().name().startsWith("127.0.0.2:")));
            bench.expectRefusalOf("127.0.0.1");

            assertThat(changes(bench).getFirst().words())
                    .isEqualTo("DNS answer generation 2 of upstream backend");
            assertThat(changes(bench).getFirst().detail()).isEqualTo(NAME + " is 127.0.0.2");
            assertThat(
                            Onset.among(
                                    bench.server.faults().counts(),
                                    bench.server.faults().changes().recent()))
                    .singleElement()
                    .extracting(Onset::words)
                    .asString()
                    .matches(
                            "L4 faults of upstream backend \\(side upstream\\) began \\d s after DNS"
                                    + " answer generation 2 of upstream backend");
        }
    }

    @Test
    void aCertificateThatIsReadAgainIsAChangeOfItsListener(@TempDir Path folder) {
        var files = new CertificateFolder(folder);
        files.server("shop", "localhost");
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench =
                        L4Bench.start(
                                L4Bench.config(
                                        "tls: { certificates: [" + files.yaml("shop") + "] }",
                                        "",
                                        "endpoints: [" + origin.hostPort() + "]"))) {
            assertThat(changes(bench)).extracting(Change::kind).containsExactly(Change.Kind.CONFIG);

            files.server("shop", "localhost", "shop.test");
            Eventually.until("the new certificate", () -> changes(bench).size() >= 2);

            Change change = changes(bench).getFirst();
            assertThat(change.kind()).isEqualTo(Change.Kind.CERTIFICATE);
            assertThat(change.name()).isEqualTo("listener in");
            assertThat(change.generation()).isGreaterThanOrEqualTo(2);
        }
    }

    private static List<EndpointSet.Entry> entries(L4Bench bench) {
        return bench.server.upstreams().getFirst().cluster().endpoints().entries();
    }

    private static List<Change> changes(L4Bench bench) {
        return bench.server.faults().changes().recent();
    }
}
