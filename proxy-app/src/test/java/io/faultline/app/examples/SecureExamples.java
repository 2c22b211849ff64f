package io.faultline.app.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.tls.JdkTls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** Drives the examples that end TLS, with certificates made for one run. */
final class SecureExamples {

    private static final String GET =
            "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nX-Forwarded-Client-Cert: Subject=\"CN=root\"\r\n\r\n";

    private final Example example;
    private final Path folder;
    private final SelfMadeAuthority authority = SelfMadeAuthority.create("Test CA", Instant.now());

    private SecureExamples(Example example, Path folder) {
        this.example = example;
        this.folder = folder;
    }

    static void twoNames(Example example) throws Exception {
        new SecureExamples(example, Files.createTempDirectory("two-names")).twoNames();
    }

    static void mtls(Example example) throws Exception {
        new SecureExamples(example, Files.createTempDirectory("mtls")).mtls();
    }

    static void http2(Example example) throws Exception {
        new SecureExamples(example, Files.createTempDirectory("h2")).http2();
    }

    static void grpc(Example example) throws Exception {
        new SecureExamples(example, Files.createTempDirectory("grpc")).grpc();
    }

    // ---- files

    private void write(String name, String pem) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, pem);
        example.with("certs/" + name, file.toString());
    }

    private Issued write(String name, Issued issued) throws IOException {
        write(name + ".pem", issued.certificatePem());
        write(name + ".key", issued.keyPem());
        return issued;
    }

    private Issued server(String... names) {
        return authority.issue(CertificateSpec.server(Instant.now(), names));
    }

    private Issued client(String name, String... names) {
        return authority.issue(CertificateSpec.client(Instant.now(), name, names));
    }

    private SSLContext showing(Issued issued) {
        return JdkTls.identified(
                authority.self().certificate(), issued.key(), issued.certificate());
    }

    /** A client of its own each time: the JDK's asks again for the name of the session it resumes. */
    private SSLContext trusting() {
        return JdkTls.trusting(authority.self().certificate());
    }

    // ---- clients

    /** Who showed itself, and what it said. */
    private String ask(SSLContext context, String host) throws IOException {
        try (var socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), example.port())) {
            socket.setSoTimeout(20_000);
            var parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            socket.setSSLParameters(parameters);
            socket.getOutputStream().write(GET.formatted(host).getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            return socket.getSession().getPeerPrincipal().getName()
                    + ": "
                    + answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }

    private void http2() throws Exception {
        write("shop", server("localhost"));
        try (var shop = ScriptedOrigin.start(answering("shop"))) {
            example.with("10.0.0.1:8080, 10.0.0.2:8080", shop.hostPort()).serve();
            try (var client = HttpClient.newBuilder().sslContext(trusting()).build()) {
                var uri = URI.create("https://localhost:" + example.port() + "/");
                HttpResponse<String> answer =
                        client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.body()).isEqualTo("shop");
            }
            assertThat(ask(trusting(), "localhost")).as("HTTP/1.1").endsWith(": shop");
        }
    }

    private void grpc() throws Exception {
        write("api", server("localhost"));
        try (var one = new GrpcOrigin("one");
                var two = new GrpcOrigin("two");
                var stock = new GrpcOrigin("stock")) {
            example.with("10.0.0.1:50051", one.hostPort())
                    .with("10.0.0.2:50051", two.hostPort())
                    .with("10.0.0.3:50051", stock.hostPort())
                    .with("interval: 2s", "interval: 100ms")
                    .serve();
            for (GrpcOrigin each : List.of(one, two, stock)) {
                Eventually.until(
                        "its check", () -> each.calls().contains("/grpc.health.v1.Health/Check"));
            }
            try (var client = HttpClient.newBuilder().sslContext(trusting()).build()) {
                Set<String> orders = new TreeSet<>();
                for (int i = 0; i < 64; i++) {
                    orders.add(call(client, "/shop.Orders/Place", "10S").body());
                }
                assertThat(orders).containsExactly(message("one"), message("two"));
                assertThat(call(client, "/shop.Stock/Get", "10S").body())
                        .isEqualTo(message("stock"));
                assertThat(call(client, "/shop.Stock/Watch", "10S").body())
                        .isEqualTo(message("stock"));
                assertThat(status(call(client, "/shop.Bills/Pay", "10S"))).isEqualTo("12");
                assertThat(status(call(client, "/shop.Orders/Sleep", "100m"))).isEqualTo("4");
            }
        }
    }

    /** One unary call: a message of no bytes there, what comes back as it stands on the wire. */
    private HttpResponse<String> call(HttpClient client, String method, String timeout)
            throws Exception {
        var uri = URI.create("https://localhost:" + example.port() + method);
        var request =
                HttpRequest.newBuilder(uri)
                        .header("content-type", "application/grpc")
                        .header("te", "trailers")
                        .header("grpc-timeout", timeout)
                        .POST(BodyPublishers.ofByteArray(new byte[5]))
                        .build();
        return client.send(request, BodyHandlers.ofString(ISO_8859_1));
    }

    private static String message(String text) {
        return "\0\0\0\0" + (char) text.length() + text;
    }

    /** Of an answer that is nothing but its end. */
    private static String status(HttpResponse<String> answer) {
        return answer.headers().firstValue("grpc-status").orElse("none");
    }

    private static Behaviour answering(String body) {
        String answer =
                "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(body.length(), body);
        return connection -> {
            var buffer = new byte[8192];
            if (connection.read(buffer) > 0) {
                connection.write(answer);
            }
        };
    }

    // ---- the examples

    private void twoNames() throws Exception {
        write("shop", server("shop.example.com"));
        write("img", server("img.example.com"));
        try (var shop = ScriptedOrigin.start(answering("shop"));
                var images = ScriptedOrigin.start(answering("images"))) {
            example.with("10.0.6.1:8080, 10.0.6.2:8080", shop.hostPort())
                    .with("10.0.6.3:8080", images.hostPort())
                    .serve();

            assertThat(ask(trusting(), "shop.example.com")).isEqualTo("CN=shop.example.com: shop");
            assertThat(ask(trusting(), "img.example.com")).isEqualTo("CN=img.example.com: images");
            assertThat(ask(trusting(), "other.example.com"))
                    .as("a name that nobody listed")
                    .isEqualTo("CN=shop.example.com: shop");
        }
    }

    private void mtls() throws Exception {
        write("api", server("api.example.com"));
        write("staff-ca.pem", authority.self().certificatePem());
        write("internal-ca.pem", authority.self().certificatePem());
        write("proxy", client("proxy"));
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (var ledger = ledger()) {
            Thread.ofVirtual().start(() -> serve(ledger, told));
            example.with("10.0.7.1:9443", "127.0.0.1:" + ledger.getLocalPort()).serve();

            Issued one = client("nightly", "nightly.batch.example.com");
            assertThat(ask(showing(one), "api.example.com"))
                    .isEqualTo("CN=api.example.com: ledger");
            assertThat(told.poll(20, TimeUnit.SECONDS))
                    .endsWith(";Subject=\"CN=nightly\";DNS=nightly.batch.example.com");

            Issued other = client("other", "other.example.com");
            assertThatThrownBy(() -> ask(showing(other), "api.example.com"))
                    .as("no name that may come in")
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> ask(trusting(), "api.example.com"))
                    .as("no certificate")
                    .isInstanceOf(IOException.class);
        }
    }

    private SSLServerSocket ledger() throws IOException {
        var socket =
                (SSLServerSocket)
                        showing(server("ledger.internal"))
                                .getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        socket.setNeedClientAuth(true);
        return socket;
    }

    /** Answers, and tells what it was told about the client; health checks only shake hands. */
    private static void serve(SSLServerSocket ledger, BlockingQueue<String> told) {
        while (!ledger.isClosed()) {
            try (var socket = (SSLSocket) ledger.accept()) {
                var in =
                        new BufferedReader(
                                new InputStreamReader(socket.getInputStream(), ISO_8859_1));
                for (String line = in.readLine();
                        line != null && !line.isEmpty();
                        line = in.readLine()) {
                    if (line.startsWith("X-Forwarded-Client-Cert: ")) {
                        told.add(line);
                    }
                }
                socket.getOutputStream()
                        .write(
                                "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nledger"
                                        .getBytes(ISO_8859_1));
            } catch (IOException gone) {
                // A check, or a client that was not let in.
            }
        }
    }
}
