package io.faultline.l7.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.core.config.upstream.UpstreamConfig.Speaks;
import io.faultline.l7.HttpBench;
import io.faultline.l7.TestCertificates;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.process.ChildProcess;
import io.faultline.testkit.process.HostCommand;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real nginx behind the proxy in each version that it speaks, the JDK's client and curl before it. Skipped where a program is
 * missing.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(
        value = Speaks.class,
        names = {"H1", "H2C", "H2"})
class NginxUpstreamIT {

    private static final byte[] BIG = random(1_000_003);
    private static final String TEXT = "the quick brown fox\n".repeat(500);

    @Parameter Speaks protocol = Speaks.H1;
    @TempDir Path folder;

    private ChildProcess nginx;
    private HttpBench bench;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void start() throws IOException {
        assumeTrue(HostCommand.attempt("nginx", "-v").succeeded(), "no nginx on this machine");
        int port;
        try (var reserved = ReservedPort.any()) {
            port = reserved.port();
        }
        Path www = Files.createDirectory(folder.resolve("www"));
        Files.write(www.resolve("big.bin"), BIG);
        Files.writeString(www.resolve("fox.txt"), TEXT);
        Path config = folder.resolve("nginx.conf");
        new TestCertificates(folder);
        Files.writeString(config, config(port));
        Process process =
                new ProcessBuilder(
                                "nginx",
                                "-p",
                                folder.toString(),
                                "-e",
                                "stderr",
                                "-c",
                                config.toString())
                        .redirectErrorStream(true)
                        .start();
        nginx = ChildProcess.of(process, "nginx");
        Eventually.until("nginx to listen", () -> answers(port));
        String more = protocol == Speaks.H2 ? ", tls: { verify: false }" : "";
        bench =
                HttpBench.start(
                        HttpBench.config("limits: { maxBodyBytes: 1GiB }", "", "127.0.0.1:" + port)
                                .replace(
                                        "endpoints:",
                                        "protocol: " + label() + more + ", endpoints:"));
    }

    private String label() {
        return protocol.name().toLowerCase(Locale.ROOT);
    }

    private String listening() {
        return switch (protocol) {
            case H2C -> " http2";
            case H2 -> " ssl http2";
            default -> "";
        };
    }

    private String config(int port) {
        return """
        daemon off; master_process off; pid nginx.pid;
        events { worker_connections 1024; }
        http {
          access_log off;
          client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;
          types { text/plain txt; application/octet-stream bin; }
          gzip on; gzip_min_length 1; gzip_types text/plain; gzip_proxied any;
          server {
            listen 127.0.0.1:%1$d%3$s;
            ssl_certificate shop.pem; ssl_certificate_key shop.key;
            root %2$s/www;
            client_max_body_size 0;
            location /spoken { return 200 "$server_protocol"; }
            location /connection { return 200 "$connection"; }
            location /asked { return 200 "$request_method $request_uri $http_host"; }
          }
        }
        """
                .formatted(port, folder, listening());
    }

    private static boolean answers(int port) {
        try (var probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @AfterEach
    void stop() {
        if (bench != null) {
            bench.close();
        }
        if (nginx != null) {
            nginx.close();
        }
        client.close();
    }

    @Test
    void aLargeFileArrivesWholeAndInParts() throws Exception {
        assertThat(bytes(get("/big.bin")).body()).isEqualTo(BIG);

        HttpResponse<byte[]> part = bytes(get("/big.bin").header("Range", "bytes=1000-1999"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 1000-1999/1000003");
        assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(BIG, 1000, 2000));
    }

    @Test
    void theAnswerToHeadAndTheUnchangedFileHaveNoBody() throws Exception {
        HttpResponse<byte[]> head =
                bytes(get("/big.bin").method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.headers().firstValue("Content-Length")).hasValue("1000003");
        assertThat(head.body()).isEmpty();

        String tag = head.headers().firstValue("ETag").orElseThrow();
        HttpResponse<byte[]> unchanged = bytes(get("/big.bin").header("If-None-Match", tag));
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(unchanged.body()).isEmpty();

        assertThat(bytes(get("/big.bin")).body()).as("the connection is in step").isEqualTo(BIG);
    }

    @Test
    void whatNginxCompressesAndCutsIntoChunksIsTheSameBehindUs() throws Exception {
        HttpResponse<byte[]> packed = bytes(get("/fox.txt").header("Accept-Encoding", "gzip"));
        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(packed.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(new String(unpacked.readAllBytes(), UTF_8)).isEqualTo(TEXT);
        }
    }

    @Test
    void requestsOneAfterTheOtherShareOneConnection() throws Exception {
        Set<String> connections = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            connections.add(new String(bytes(get("/connection")).body(), UTF_8));
        }
        assertThat(connections).hasSize(1);
    }

    @Test
    void theVersionIsTheOneThatWasAskedFor() throws Exception {
        String spoken = new String(bytes(get("/spoken")).body(), UTF_8);
        assertThat(spoken).isEqualTo(protocol == Speaks.H1 ? "HTTP/1.1" : "HTTP/2.0");
    }

    @Test
    void aLargeUploadThatIsAnsweredEarlyLeavesTheConnectionInStep() throws Exception {
        for (int i = 0; i < 3; i++) {
            var upload =
                    get("/asked")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(BIG))
                            .header("X-Big", "yes");
            assertThat(new String(bytes(upload).body(), UTF_8)).startsWith("POST /asked ");
        }
        assertThat(bytes(get("/big.bin")).body()).isEqualTo(BIG);
        assertThat(bench.server.faults().recent()).isEmpty();
    }

    @Test
    void manyAtOnceAreAllAnswered() throws Exception {
        var answers = new ArrayList<CompletableFuture<HttpResponse<byte[]>>>();
        for (int i = 0; i < 200; i++) {
            answers.add(client.sendAsync(get("/fox.txt").build(), BodyHandlers.ofByteArray()));
        }
        for (var answer : answers) {
            assertThat(new String(answer.get(30, TimeUnit.SECONDS).body(), UTF_8)).isEqualTo(TEXT);
        }
        assertThat(bench.server.faults().recent()).isEmpty();
    }

    @Test
    void curlSeesTheSame() {
        assumeTrue(HostCommand.attempt("curl", "--version").succeeded(), "no curl on this machine");
        String base = "http://127.0.0.1:" + bench.port();
        assertThat(HostCommand.run("curl", "-sS", "-r", "4-8", base + "/fox.txt"))
                .isEqualTo("quick");
        assertThat(HostCommand.run("curl", "-sSI", base + "/fox.txt"))
                .startsWith("HTTP/1.1 200 OK")
                .containsIgnoringCase("content-length: " + TEXT.length());
        assertThat(HostCommand.run("curl", "-sS", "--compressed", base + "/fox.txt"))
                .isEqualTo(TEXT.strip());
        assertThat(HostCommand.run("curl", "-sS", "-0", base + "/asked?a=b"))
                .isEqualTo("GET /asked?a=b 127.0.0.1:" + bench.port());
        assertThat(
                        HostCommand.run(
                                "curl", "-sS", base + "/asked", "--next", "-sS", base + "/fox.txt"))
                .endsWith(TEXT.strip());
        assertThat(
                        HostCommand.run(
                                "curl",
                                "-sS",
                                "-o",
                                "/dev/null",
                                "-w",
                                "%{http_code}",
                                base + "/none"))
                .isEqualTo("404");
    }

    private HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + bench.port() + path));
    }

    private HttpResponse<byte[]> bytes(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        new SplittableRandom(3).nextBytes(bytes);
        return bytes;
    }
}
