package io.faultline.l7.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.core.fault.TlsFault;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.l7.TestCertificates;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Payload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The same exchanges for a client that speaks TLS: the JDK's own. */
@ExtendWith(LeakGuard.class)
class HttpsIT {

    private final TestCertificates files;

    HttpsIT(@TempDir Path folder) {
        files = new TestCertificates(folder);
    }

    @Test
    void theOriginIsToldThatTheClientCameOverTls() throws Exception {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(files.config("", "", origin.hostPort()));
                var client = client(files.trusting())) {
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
                var bench = HttpBench.start(files.config("", "", origin.hostPort()));
                var client = client(files.trusting())) {
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

    // ---- ALPN

    private static String applicationFor(HttpBench bench, SSLContext context, String... offered)
            throws IOException {
        try (var socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), bench.port())) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(offered);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getApplicationProtocol();
        }
    }

    @Test
    void theProtocolIsChosenFromWhatTheClientOffers() throws Exception {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(files.config("", "", origin.hostPort()))) {
            assertThat(applicationFor(bench, files.trusting(), "spdy/3", "http/1.1"))
                    .isEqualTo("http/1.1");
            assertThat(applicationFor(bench, files.trusting(), "http/1.0", "http/1.1"))
                    .as("the best of ours")
                    .isEqualTo("http/1.1");
            assertThat(applicationFor(bench, files.trusting(), "http/1.1", "h2"))
                    .as("the best of ours")
                    .isEqualTo("h2");
            assertThat(applicationFor(bench, files.trusting())).as("not asked").isEmpty();
        }
    }

    @Test
    void whereHttp2IsSwitchedOffItIsNotOffered() throws Exception {
        String off = "http2: { enabled: false }";
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(files.config("", off, origin.hostPort()))) {
            assertThat(applicationFor(bench, files.trusting(), "h2", "http/1.1"))
                    .isEqualTo("http/1.1");
        }
    }

    @Test
    void aClientThatSpeaksNothingOfOursIsToldByItsAlert() throws Exception {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(files.config("", "", origin.hostPort()))) {
            assertThatThrownBy(() -> applicationFor(bench, files.trusting(), "imap", "spdy/3"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("no_application_protocol");
            assertThat(bench.evidenceOf(TlsFault.ALPN_MISMATCH))
                    .contains("offered=imap,spdy/3", "spoken=h2,http/1.1,http/1.0");
        }
    }

    // ---- no TLS

    @Test
    void whoForgotTheSOfHttpsIsToldSoInHttp() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(files.config("", "", origin.hostPort()))) {
            assertThat(bench.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .contains("Connection: close\r\n")
                    .endsWith(
                            "This port speaks TLS. Ask again with https:// instead of http://.\n");
            assertThat(bench.evidenceOf(TlsFault.NOT_TLS)).contains("looksLike=HTTP");
            try (var client = bench.connect()) {
                client.send("SSH-2.0-OpenSSH_9.2\r\n");
                client.expectReset();
            }
        }
    }

    // ---- the record

    @Test
    void theAccessRecordTellsWhatTlsAgreedOn() throws Exception {
        Path log = files.folder.resolve("access.log");
        var batch = files.client("batch", "batch.test");
        String tls = "clientCertificates: required, clientCa: \"" + files.path("ca.pem") + "\"";
        String text =
                "%s\naccessLog: { file: \"%s\", format: json }\n"
                        .formatted(files.config(tls, "", "127.0.0.1:1"), log);
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(text.replace("127.0.0.1:1]", origin.hostPort() + "]"));
                var client = client(files.showing(batch))) {
            client.send(request(bench, "/a").GET().build(), BodyHandlers.ofString());
            Eventually.until("the record", () -> read(log).contains("\"event\":\"exchange\""));
            assertThat(read(log))
                    .contains(
                            "\"tls\":{\"version\":\"TLSv1.3\",\"cipher\":\"",
                            "\"resumed\":false,\"handshake_us\":",
                            "\"client_subject\":\"CN=batch\",\"client_fingerprint\":\"");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException notYet) {
            return "";
        }
    }

    // ---- who the client is

    private String asking(boolean told) {
        return files.config(
                "clientCertificates: optional, clientCa: \"" + files.path("ca.pem") + "\"",
                "trustedProxies: [127.0.0.0/8], forwarded: { clientCertificate: " + told + " }",
                "%s");
    }

    private List<String> said(String config, SSLContext context) throws Exception {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(config.formatted(origin.hostPort()));
                var client = client(context)) {
            HttpRequest forged =
                    request(bench, "/a")
                            .header("X-Forwarded-Client-Cert", "Subject=\"CN=admin\"")
                            .header("x-forwarded-client-cert", "Subject=\"CN=root\"")
                            .GET()
                            .build();
            client.send(forged, BodyHandlers.ofString());
            return origin.requests()
                    .getFirst()
                    .lines()
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT).contains("client-cert"))
                    .toList();
        }
    }

    @Test
    void anOriginIsToldWhoTheClientIsAndNeverWhoItClaimsToBe() throws Exception {
        var batch = files.client("batch", "batch.test");

        assertThat(said(asking(true), files.showing(batch)))
                .singleElement()
                .asString()
                .matches(
                        "X-Forwarded-Client-Cert: Hash=[0-9a-f]{64};Subject=\"CN=batch\";DNS=batch.test");
        assertThat(said(asking(true), files.trusting()))
                .as("no certificate, no identity")
                .isEmpty();
    }

    /** The certificate is not shown again: it comes out of the ticket. */
    @Test
    void whoComesBackWithATicketIsStillTheSame() throws Exception {
        Path log = files.folder.resolve("access.log");
        SSLContext batch = files.showing(files.client("batch", "batch.test"));
        String text = asking(true) + "\naccessLog: { file: \"" + log + "\", format: json }\n";
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.start(text.formatted(origin.hostPort()))) {
            for (int i = 0; i < 2; i++) {
                try (var client = client(batch)) {
                    client.send(request(bench, "/a").GET().build(), BodyHandlers.ofString());
                }
            }
            Eventually.until("the records", () -> read(log).contains("\"resumed\":true"));
            assertThat(origin.requests())
                    .hasSize(2)
                    .allMatch(
                            request ->
                                    request.contains(";Subject=\"CN=batch\";DNS=batch.test\r\n"));
            assertThat(read(log).lines())
                    .hasSize(2)
                    .allMatch(line -> line.contains("\"client_subject\":\"CN=batch\""));
        }
    }

    @Test
    void whereItIsNotAskedForNothingIsAddedAndNothingTakenAway() throws Exception {
        var batch = files.client("batch", "batch.test");

        assertThat(said(asking(false), files.showing(batch))).noneMatch(s -> s.contains("Hash="));
    }

    // ---- around

    private static HttpRequest.Builder request(HttpBench bench, String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + bench.port() + path));
    }

    private static HttpClient client(SSLContext context) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context)
                .build();
    }
}
