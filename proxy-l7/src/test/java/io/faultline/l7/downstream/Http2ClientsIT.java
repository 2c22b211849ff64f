package io.faultline.l7.downstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.l7.TestCertificates;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Payload;
import io.faultline.testkit.process.HostCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that people use, over HTTP/2: what they send arrives, and what they are answered too. */
@ExtendWith(LeakGuard.class)
class Http2ClientsIT {

    @TempDir Path folder;

    private static void needs(String tool, String debianPackage) {
        assumeTrue(
                HostCommand.attempt(tool, "--version").succeeded(),
                () -> tool + " is not installed here (on Debian: " + debianPackage + ")");
    }

    private static String url(HttpBench bench, String path) {
        return "http://127.0.0.1:" + bench.port() + path;
    }

    private static String echo(String request) {
        return HttpOrigin.ok(request.substring(request.indexOf("\r\n\r\n") + 4));
    }

    @Test
    void curlBeginsWithHttp2WhereItKnows() {
        needs("curl", "curl");
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.before(origin)) {
            String said =
                    HostCommand.run(
                            "curl",
                            "-sS",
                            "--http2-prior-knowledge",
                            "-w",
                            " %{http_version}",
                            url(bench, "/a?b=c"));
            assertThat(said).isEqualTo("hello 2");
            assertThat(origin.requests().getFirst())
                    .startsWith("GET /a?b=c HTTP/1.1\r\nhost: 127.0.0.1:" + bench.port() + "\r\n")
                    .contains("Via: 2 ");
        }
    }

    @Test
    void anUpgradeToH2cIsIgnored() {
        needs("curl", "curl");
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.before(origin)) {
            String said =
                    HostCommand.run(
                            "curl", "-sS", "--http2", "-w", " %{http_version}", url(bench, "/"));
            assertThat(said).isEqualTo("hello 1.1");
            assertThat(origin.requests().getFirst())
                    .doesNotContainIgnoringCase("upgrade")
                    .doesNotContainIgnoringCase("http2-settings");
        }
    }

    @Test
    void whatCurlUploadsArrivesWhole() throws IOException {
        needs("curl", "curl");
        Path file = folder.resolve("upload.txt");
        Files.writeString(file, "0123456789abcdef".repeat(100_000));
        try (var origin = HttpOrigin.answering(Http2ClientsIT::echo);
                var bench = HttpBench.before(origin)) {
            Path back = folder.resolve("back.txt");
            HostCommand.run(
                    "curl",
                    "-sS",
                    "--http2-prior-knowledge",
                    "-T",
                    file.toString(),
                    "-o",
                    back.toString(),
                    url(bench, "/up"));
            assertThat(back).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void manyRequestsOfNghttpShareAConnection() {
        needs("nghttp", "nghttp2-client");
        try (var origin = HttpOrigin.answering(Http2ClientsIT::echo);
                var bench = HttpBench.before(origin)) {
            String said = HostCommand.run("nghttp", "-ns", "-m", "50", url(bench, "/"));
            assertThat(origin.requests()).hasSize(50);
            assertThat(said.lines().filter(line -> line.contains(" 200 "))).hasSize(50);
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @Test
    void curlAsksForHttp2InTls() {
        needs("curl", "curl");
        var files = new TestCertificates(folder);
        try (var origin = HttpOrigin.answering(Http2ClientsIT::echo);
                var bench = HttpBench.start(files.config("", "", origin.hostPort()))) {
            String said =
                    HostCommand.run(
                            "curl",
                            "-sS",
                            "--http2",
                            "--cacert",
                            files.path("ca.pem"),
                            "-d",
                            "what is sent",
                            "-w",
                            " %{http_version}",
                            "https://localhost:" + bench.port() + "/");
            assertThat(said).isEqualTo("what is sent 2");
        }
    }

    @Test
    void nghttpSendsTrailersOverTls() throws IOException {
        needs("nghttp", "nghttp2-client");
        var files = new TestCertificates(folder);
        Path file = folder.resolve("upload.txt");
        Files.writeString(file, "0123456789abcdef".repeat(50_000));
        try (var origin = HttpOrigin.saying("taken");
                var bench = HttpBench.start(files.config("", "", origin.hostPort()))) {
            String said =
                    HostCommand.run(
                            "nghttp",
                            "--no-verify-peer",
                            "--no-content-length",
                            "-d",
                            file.toString(),
                            "--trailer",
                            "x-sum: 42",
                            "https://localhost:" + bench.port() + "/");
            assertThat(said.strip()).isEqualTo("taken");
            String request = origin.requests().getFirst();
            assertThat(request.length()).isGreaterThan(800_000);
            assertThat(request.endsWith("x-sum: 42\r\n\r\n")).as("its trailers").isTrue();
        }
    }

    /** Each of the requests is answered, whatever the number of connections and of streams on them. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 100", "10, 10"})
    void h2loadIsServed(int clients, int streams) {
        needs("h2load", "nghttp2-client");
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.before(origin)) {
            assertServed(load(clients, streams, url(bench, "/")));
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @Test
    void h2loadIsServedOverTls() {
        needs("h2load", "nghttp2-client");
        var files = new TestCertificates(folder);
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(files.config("", "", origin.hostPort()))) {
            String said = load(4, 32, "https://localhost:" + bench.port() + "/");
            assertServed(said);
            assertThat(said).contains("Application protocol: h2");
        }
    }

    private static String load(int clients, int streams, String url) {
        return HostCommand.run("h2load", "-n", "1000", "-c", "" + clients, "-m", "" + streams, url);
    }

    private static void assertServed(String said) {
        assertThat(said)
                .contains("1000 succeeded, 0 failed, 0 errored, 0 timeout")
                .contains("status codes: 1000 2xx, 0 3xx, 0 4xx, 0 5xx");
    }

    @Test
    void javaSendsManyAtOnceOverTls() throws Exception {
        var files = new TestCertificates(folder);
        byte[] body = Payload.bytes(300_000, 9);
        try (var origin = HttpOrigin.answering(Http2ClientsIT::echo);
                var bench = HttpBench.start(files.config("", "", origin.hostPort()));
                var client =
                        HttpClient.newBuilder()
                                .sslContext(files.trusting())
                                .version(Version.HTTP_2)
                                .build()) {
            var uri = URI.create("https://localhost:" + bench.port() + "/b");
            List<CompletableFuture<HttpResponse<byte[]>>> answers =
                    IntStream.range(0, 20)
                            .mapToObj(
                                    i ->
                                            client.sendAsync(
                                                    HttpRequest.newBuilder(uri)
                                                            .POST(BodyPublishers.ofByteArray(body))
                                                            .build(),
                                                    BodyHandlers.ofByteArray()))
                            .toList();
            for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
                assertThat(answer.get().version()).isEqualTo(Version.HTTP_2);
                assertThat(answer.get().body()).isEqualTo(body);
            }
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @Test
    void aPageLoadsInABrowser() throws Exception {
        needs("chromium", "chromium");
        var files = new TestCertificates(folder);
        try (var origin =
                        HttpOrigin.answering(
                                request ->
                                        request.startsWith("GET /part")
                                                ? script("document.title += '+part'")
                                                : page());
                var bench = HttpBench.start(files.config("", "", origin.hostPort()))) {
            String dom =
                    HostCommand.run(
                            "chromium",
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--ignore-certificate-errors",
                            "--user-data-dir=" + folder.resolve("chromium"),
                            "--virtual-time-budget=2000",
                            "--dump-dom",
                            "https://localhost:" + bench.port() + "/");
            assertThat(dom).contains("page+part").contains("spoken: h2");
        }
    }

    private static String script(String text) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(text.length(), text);
    }

    private static String page() {
        String html =
                """
                <html><head><title>page</title><script src="/part.js"></script></head><body><script>
                document.body.append('spoken: '
                    + performance.getEntriesByType('navigation')[0].nextHopProtocol);
                </script></body></html>
                """;
        return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(html.getBytes(StandardCharsets.UTF_8).length, html);
    }
}
