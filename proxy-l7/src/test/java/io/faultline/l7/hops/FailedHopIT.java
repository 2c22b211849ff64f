package io.faultline.l7.hops;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.ReservedPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several proxies in a row: the one that failed is named by the one in front. */
@ExtendWith(LeakGuard.class)
class FailedHopIT {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String TO_US = "diagnosticsTo: [127.0.0.0/8]";
    private static final String US = "faultline-[0-9a-f]{12}";

    @TempDir private Path folder;

    @Test
    void theInnerProxyWhoseEndpointIsDeadIsNamedInTheRecordTheEvidenceAndTheAnswer() {
        try (var nobody = ReservedPort.any();
                var inner =
                        HttpBench.start(HttpBench.config(TO_US, "", "127.0.0.1:" + nobody.port()));
                var outer = outer(TO_US, "", "127.0.0.1:" + inner.port())) {
            String answer = outer.exchange(GET);

            assertThat(answer)
                    .startsWith("HTTP/1.1 502")
                    .containsPattern(
                            "(?s)Proxy-Status: "
                                    + US
                                    + "; error=connection_refused; .*Proxy-Status: "
                                    + US
                                    + "; received-status=502");
            assertThat(line()).matches("502 " + US + " connection_refused L7.UPSTREAM_ERROR");
            assertThat(outer.evidenceOf(ApplicationFault.UPSTREAM_ERROR))
                    .containsPattern(
                            "failedHop="
                                    + US
                                    + ": connection_refused, L4.CONNECT_REFUSED \\(1 hop behind us\\)");
        }
    }

    @Test
    void theDeepestOfSeveralIsNamedWhateverTheStatus() {
        String answer =
                "HTTP/1.1 403 X\r\nContent-Length: 0\r\nProxy-Status: deep;"
                        + " error=http_request_denied\r\nProxy-Status: middle\r\n\r\n";
        try (var origin = HttpOrigin.answering(request -> answer);
                var outer = outer("", "", origin.hostPort())) {
            outer.exchange(GET);
            assertThat(line()).isEqualTo("403 deep http_request_denied -");
        }
    }

    @Test
    void whatCannotBeReadNamesNobodyAndDoesNotSpoilWhatWeSay() {
        String answer =
                "HTTP/1.1 503 X\r\nContent-Length: 0\r\nProxy-Status: deep; ERROR=x\r\n\r\n";
        try (var origin = HttpOrigin.answering(request -> answer);
                var outer = outer(TO_US, "", origin.hostPort())) {
            assertThat(outer.exchange(GET))
                    .containsPattern("Proxy-Status: " + US + "; received-status=503")
                    .doesNotContain("ERROR=x");
            assertThat(line()).startsWith("503 - - ");
            assertThat(outer.evidenceOf(ApplicationFault.UPSTREAM_ERROR))
                    .contains("innerProxyStatus=deep; ERROR=x", "unreadable=a key begins");
        }
    }

    @Test
    void aHopOfATryThatWasFollowedByAGoodOneIsNotInTheRecord() {
        String failed =
                "HTTP/1.1 503 X\r\nContent-Length: 0\r\nProxy-Status: deep; error=dns_error\r\n\r\n";
        try (var bad = HttpOrigin.answering(request -> failed);
                var good = HttpOrigin.saying("x");
                var outer =
                        outer("", "retries: { on: [http-503] }", bad.hostPort(), good.hostPort())) {
            while (bad.requests().isEmpty()) {
                assertThat(outer.exchange(GET)).endsWith("x");
            }
            int exchanges = bad.requests().size() + good.requests().size() - 1;
            assertThat(lines(exchanges)).allMatch(line -> line.startsWith("200 - - "));
            assertThat(outer.evidenceOf(ApplicationFault.UPSTREAM_ERROR))
                    .contains("failedHop=deep: dns_error");
        }
    }

    private HttpBench outer(String http, String route, String... endpoints) {
        return HttpBench.start(
                HttpBench.config(http, route, endpoints)
                        + ("accessLog: { file: \"%s\", format: text,"
                                        + " template: \"{status} {failed_hop} {failed_hop_error} {fault}\" }\n")
                                .formatted(log()));
    }

    private Path log() {
        return folder.resolve("access.log");
    }

    private String line() {
        return lines(1).getFirst();
    }

    private List<String> lines(int count) {
        return Eventually.value(count + " records", this::lines, read -> read.size() >= count);
    }

    private List<String> lines() {
        try {
            return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
