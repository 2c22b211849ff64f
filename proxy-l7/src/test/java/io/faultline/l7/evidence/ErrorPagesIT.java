package io.faultline.l7.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.testkit.net.ReservedPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of the operator in place of our own words, by status and by what the client reads. */
class ErrorPagesIT {

    private static final String MARKED =
            "X-Request-Id: a\"<b>&\\\r\n"; // checked before it is trusted, escaped all the same

    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                folder.resolve("sorry.html"),
                "<style>p { color: red }</style><p>{status} {reason} {code} {layer} {requestId}</p>");
        Files.writeString(
                folder.resolve("sorry.json"),
                "{\"code\":\"{code}\",\"id\":\"{requestId}\",\"other\":\"{unknown}\"}");
        Files.writeString(folder.resolve("404.txt"), "nothing at this address\n");
        Files.writeString(folder.resolve("long.txt"), "x".repeat(60_000) + "{status}");
    }

    private HttpBench bench(ReservedPort dead) {
        String pages =
                "errorPages: [ { status: [5xx], file: %1$s/sorry.html }, { status: [5xx], file: %1$s/sorry.json },"
                        + " { status: [400-499], file: %1$s/sorry.html }, { status: [404], file: %1$s/404.txt },"
                        + " { status: [504], file: %1$s/long.txt } ]";
        return HttpBench.start(
                """
                workers: 1
                listeners:
                  - name: web
                    bind: "127.0.0.1:0"
                    http:
                      requestId: keep
                      %s
                      routes:
                        - { match: { path: /shop }, to: shop }
                upstreams:
                  shop: { endpoints: [%s] }
                """
                        .formatted(pages.formatted(folder), "127.0.0.1:" + dead.port()));
    }

    private static String ask(HttpBench bench, String path, String fields) {
        return bench.exchange(
                "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields + "\r\n");
    }

    @Test
    void aClientGetsTheKindThatItNamesFirst() {
        try (var dead = ReservedPort.any();
                var bench = bench(dead)) {
            String id = "X-Request-Id: r-17\r\n";
            assertThat(ask(bench, "/shop", id + "Accept: text/html,*/*;q=0.8\r\n"))
                    .startsWith("HTTP/1.1 502 ")
                    .contains("Content-Type: text/html; charset=utf-8\r\n")
                    .endsWith(
                            "<style>p { color: red }</style><p>502 Bad Gateway L4.CONNECT_REFUSED L4 r-17</p>");
            assertThat(ask(bench, "/shop", id + "Accept: application/json\r\n"))
                    .contains("Content-Type: application/json\r\n")
                    .endsWith(
                            "{\"code\":\"L4.CONNECT_REFUSED\",\"id\":\"r-17\",\"other\":\"{unknown}\"}");
            assertThat(ask(bench, "/shop", id + "Accept: */*\r\n"))
                    .as("the first that there is")
                    .contains("Content-Type: text/html; charset=utf-8\r\n");
            assertThat(ask(bench, "/shop", id + "Accept: text/plain\r\n"))
                    .as("a kind without a file is said in our own words")
                    .endsWith("502 Bad Gateway\nlayer: L4\nrequest: r-17\n");
        }
    }

    @Test
    void theNarrowestRangeWins() {
        try (var dead = ReservedPort.any();
                var bench = bench(dead)) {
            assertThat(ask(bench, "/elsewhere", "")).endsWith("\r\n\r\nnothing at this address\n");
            assertThat(bench.exchange("GET / HTTP/1.1\r\n\r\n"))
                    .as("a request that never became an exchange")
                    .startsWith("HTTP/1.1 400 ")
                    .contains("<p>400 Bad Request L7.BAD_REQUEST L7 ");
        }
    }

    @Test
    void whatAClientSendsNeverBecomesMarkup() {
        try (var dead = ReservedPort.any();
                var bench = bench(dead)) {
            assertThat(ask(bench, "/shop", MARKED + "Accept: text/html\r\n")).doesNotContain("<b>");
            assertThat(ask(bench, "/shop", MARKED + "Accept: application/json\r\n"))
                    .doesNotContain("a\"<");
        }
    }

    @Test
    void theAnswerToHeadHasTheLengthAndNothingElse() {
        try (var dead = ReservedPort.any();
                var bench = bench(dead)) {
            assertThat(
                            bench.exchange(
                                    "HEAD /elsewhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .contains("content-length: 24\r\n")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void aLongPageArrivesWhole() {
        try (var origin = HttpOrigin.answering(request -> HttpOrigin.SILENT);
                var bench =
                        HttpBench.start(
                                HttpBench.config(
                                        "timeouts: { response: 50ms }, errorPages: [ { status: [504], file: %s/long.txt } ]"
                                                .formatted(folder),
                                        "",
                                        origin.hostPort()))) {
            assertThat(ask(bench, "/", ""))
                    .contains("content-length: 60003\r\n")
                    .endsWith("x".repeat(60_000) + "504");
        }
    }
}
