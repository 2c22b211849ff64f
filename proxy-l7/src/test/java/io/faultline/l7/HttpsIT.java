package io.faultline.l7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Payload;
import io.faultline.testkit.tls.JdkTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The same exchanges for a client that speaks TLS: the JDK's own. */
@ExtendWith(LeakGuard.class)
class HttpsIT {

    private static final SelfMadeAuthority CA = SelfMadeAuthority.create("Test CA", Instant.now());

    @TempDir private Path folder;

    @Test
    void theOriginIsToldThatTheClientCameOverTls() throws Exception {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(config(origin.hostPort()));
                var client = client()) {
            HttpResponse<String> answer =
                    client.send(request(bench, "/a").GET().build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(origin.requests().getFirst()).contains("X-Forwarded-Proto: https\r\n");
        }
    }

    @Test
    void largeBodiesPassBothWaysAndTheConnectionIsUsedAgain() throws Exception {
        byte[] body = Payload.bytes(3_000_000, 5);
        try (var origin =
                        HttpOrigin.answering(
                                request ->
                                        HttpOrigin.ok(
                                                request.substring(
                                                        request.indexOf("\r\n\r\n") + 4)));
                var bench = HttpBench.start(config(origin.hostPort()));
                var client = client()) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<byte[]> answer =
                        client.send(
                                request(bench, "/b").POST(BodyPublishers.ofByteArray(body)).build(),
                                BodyHandlers.ofByteArray());
                assertThat(answer.body()).isEqualTo(body);
            }
            assertThat(origin.connections()).isEqualTo(1);
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    private static HttpRequest.Builder request(HttpBench bench, String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + bench.port() + path));
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(JdkTls.trusting(CA.self().certificate()))
                .build();
    }

    private String config(String endpoint) throws IOException {
        Issued shop = CA.issue(CertificateSpec.server(Instant.now(), "localhost"));
        Path cert = folder.resolve("shop.pem");
        Path key = folder.resolve("shop.key");
        Files.writeString(cert, shop.certificatePem(), ISO_8859_1);
        Files.writeString(key, shop.keyPem(), ISO_8859_1);
        return HttpBench.config("", "", endpoint)
                .replace(
                        "    http:",
                        "    tls: { certificates: [ { cert: \"%s\", key: \"%s\" } ] }\n    http:"
                                .formatted(cert, key));
    }
}
