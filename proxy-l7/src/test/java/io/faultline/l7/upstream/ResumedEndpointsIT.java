package io.faultline.l7.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.TlsFault;
import io.faultline.l7.HttpBench;
import io.faultline.l7.TestCertificates;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.tls.TlsOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New connections to an endpoint take a TLS session up again, and never one that somebody else agreed on. */
@ExtendWith(LeakGuard.class)
class ResumedEndpointsIT {

    @TempDir private Path folder;
    private TestCertificates files;

    @BeforeEach
    void certify() {
        files = new TestCertificates(folder);
    }

    /** Each upstream under the path of its name; a new connection for every request. */
    private HttpBench bench(String endpoint, String... upstreams) {
        var routes = new ArrayList<String>();
        var lines = new StringBuilder();
        for (int i = 0; i < upstreams.length; i++) {
            routes.add("{ match: { path: /u%1$d }, to: u%1$d }".formatted(i));
            lines.append(
                    "  u%d: { endpoints: [%s], pool: { requestsPerConnection: 1 }, tls: { %s } }\n"
                            .formatted(i, endpoint, upstreams[i]));
        }
        return HttpBench.start(
                """
                workers: 1
                accessLog: { file: "%s", format: text, template: "{connection}" }
                listeners:
                  - name: web
                    bind: "127.0.0.1:0"
                    http: { routes: [ %s ] }
                upstreams:
                %s"""
                        .formatted(folder.resolve("access.log"), String.join(", ", routes), lines));
    }

    private static String ask(HttpBench bench, int upstream) {
        return bench.exchange(
                "GET /u%d HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".formatted(upstream));
    }

    private List<String> provenance(int count) {
        return Eventually.value(
                count + " records",
                () -> {
                    try {
                        return Files.readAllLines(folder.resolve("access.log"));
                    } catch (IOException notYet) {
                        return List.<String>of();
                    }
                },
                lines -> lines.size() >= count);
    }

    private String trusting(String more) {
        return "ca: \"" + files.path("ca.pem") + "\"" + (more.isEmpty() ? "" : ", " + more);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void theSecondConnectionNeedsNoCertificate(String version) {
        String only = "minVersion: \"%1$s\", maxVersion: \"%1$s\"".formatted(version);
        try (var origin = TlsOrigin.start("shop", files.serving());
                var bench = bench(origin.hostPort(), trusting("serverName: localhost, " + only))) {
            for (int i = 0; i < 5; i++) {
                assertThat(ask(bench, 0)).endsWith("shop");
            }
            assertThat(provenance(5))
                    .containsExactly("new", "resumed", "resumed", "resumed", "resumed");
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    /** The same endpoint, and everything that decides whom we trust there differs by upstream. */
    @Test
    void noUpstreamTakesUpTheSessionOfAnother() {
        files.client("us", "us.example");
        String us =
                "clientCertificate: { cert: \"%s\", key: \"%s\" }"
                        .formatted(files.path("us.pem"), files.path("us.key"));
        try (var origin = TlsOrigin.start("shop", files.serving());
                var bench =
                        bench(
                                origin.hostPort(),
                                "verify: false, serverName: localhost",
                                trusting("serverName: localhost"),
                                trusting("serverName: localhost, " + us))) {
            for (int upstream = 0; upstream < 3; upstream++) {
                assertThat(ask(bench, upstream)).endsWith("shop");
            }
            assertThat(provenance(3)).containsExactly("new", "new", "new");
        }
    }

    @Test
    void whoTrustsNobodyIsNotTalkedIntoIt() {
        try (var origin = TlsOrigin.start("shop", files.serving());
                var bench =
                        bench(
                                origin.hostPort(),
                                "verify: false, serverName: localhost",
                                trusting("serverName: other.example"))) {
            assertThat(ask(bench, 0)).endsWith("shop");
            assertThat(ask(bench, 1)).startsWith("HTTP/1.1 502 ");
            assertThat(bench.evidenceOf(TlsFault.CERT_NAME_MISMATCH)).contains("other.example");
        }
    }
}
