package io.faultline.l7.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.l7.TestCertificates;
import io.faultline.testkit.leak.LeakGuard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that two servers might read in two ways, once in plain text and once through TLS: records are
 * another way to cut a stream, and must not change what is understood. What the answers should be is the
 * business of the tests of the codec.
 */
@ExtendWith(LeakGuard.class)
class SmugglingThroughTlsIT {

    private static final String POST = "POST /p HTTP/1.1\r\nHost: a\r\n";
    private static final String GET = "GET /g HTTP/1.1\r\nHost: a\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");

    private static TestCertificates files;
    private static HttpOrigin origin;
    private static HttpBench bench;

    @BeforeAll
    static void start(@TempDir Path folder) {
        files = new TestCertificates(folder);
        origin = HttpOrigin.saying("ok");
        bench =
                HttpBench.start(
                        """
                        workers: 1
                        listeners:
                          - name: plain
                            bind: "127.0.0.1:0"
                            http: { routes: [ { to: shop } ] }
                          - name: secure
                            bind: "127.0.0.1:0"
                            %s
                            http: { routes: [ { to: shop } ] }
                        upstreams:
                          shop: { endpoints: [%s] }
                        """
                                .formatted(files.yaml(""), origin.hostPort()));
    }

    @AfterAll
    static void stop() {
        bench.close();
        origin.close();
    }

    /** What came back, and what the origin was asked by it. */
    private record Outcome(List<String> statuses, List<String> asked) {}

    @FunctionalInterface
    private interface Sending {
        void send(Socket socket, byte[] bytes) throws IOException;
    }

    private static void atOnce(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** One byte in each record, and in each segment where the kernel plays along. */
    private static void byteByByte(Socket socket, byte[] bytes) throws IOException {
        for (byte each : bytes) {
            socket.getOutputStream().write(each);
            socket.getOutputStream().flush();
        }
    }

    private static void read(Socket from, OutputStream to) {
        try {
            from.getInputStream().transferTo(to);
        } catch (IOException reset) {
            // What came before it counts.
        }
    }

    private static Outcome outcome(boolean secure, String text, Sending how) throws Exception {
        int before = origin.requests().size();
        var port = bench.server.listeners().get(secure ? 1 : 0).boundAddress().port();
        var received = new ByteArrayOutputStream();
        try (Socket raw = new Socket(InetAddress.getLoopbackAddress(), port)) {
            raw.setTcpNoDelay(true);
            raw.setSoTimeout(20_000);
            Socket socket = raw;
            if (secure) {
                socket =
                        files.trusting()
                                .getSocketFactory()
                                .createSocket(raw, "localhost", port, true);
                ((SSLSocket) socket).startHandshake();
            }
            Socket used = socket;
            Thread reader = Thread.ofVirtual().start(() -> read(used, received));
            try {
                how.send(socket, text.getBytes(ISO_8859_1));
                socket.shutdownOutput();
            } catch (IOException reset) {
                // Whoever breaks the rules may be reset while it is still sending.
            }
            reader.join();
        }
        List<String> statuses = new ArrayList<>();
        Matcher status = STATUS.matcher(received.toString(ISO_8859_1));
        while (status.find()) {
            statuses.add(status.group(1));
        }
        List<String> asked =
                origin.requests().subList(before, origin.requests().size()).stream()
                        .map(request -> request.substring(0, request.indexOf('\r')))
                        .toList();
        return new Outcome(statuses, asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GET + "\r\n",
                GET + "\r\n" + GET + "\r\n" + GET + "\r\n",
                GET + "\r\nGET /x HTTP/1.1\r\nHost: a\r\nX: 1\n\r\n",
                POST + "Content-Length: 5\r\n\r\nhello",
                POST + "Content-Length: 5\r\n\r\nhello" + GET + "\r\n",
                POST + "Content-Length: 3\r\n\r\nhello",
                POST + "Content-Length: 9\r\n\r\nhello",
                POST + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
                POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
                POST + "Content-Length: +5\r\n\r\nhello",
                POST + "Content-Length: 5, 5\r\n\r\nhello",
                POST + "Content-Length: 0x5\r\n\r\nhello",
                POST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                POST
                        + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" + GET + "\r\n",
                POST + "Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nhello",
                POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n",
                POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
                POST + "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
                POST + "Transfer-Encoding: chunked\r\n , identity\r\n\r\n0\r\n\r\n",
                GET + "X: a\r\n b\r\n\r\n",
                GET + "X : a\r\n\r\n",
                GET + "X: a\u0000b\r\n\r\n",
                GET + "Host: b\r\n\r\n",
                "GET /g HTTP/1.1\r\n\r\n",
                "GET  /g HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /g HTTP/1.9\r\nHost: a\r\n\r\n",
                "GET /g\r\n\r\n",
                "\r\n\r\n" + GET + "\r\n",
                "POST /p HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                GET + "Connection: close\r\n\r\n" + GET + "\r\n"
            })
    void tlsChangesNothing(String text) throws Exception {
        Outcome plain = outcome(false, text, SmugglingThroughTlsIT::atOnce);

        assertThat(outcome(true, text, SmugglingThroughTlsIT::atOnce)).isEqualTo(plain);
        Outcome slowly = outcome(true, text, SmugglingThroughTlsIT::byteByByte);
        assertThat(slowly.asked()).isEqualTo(plain.asked());
        // An answer to what is refused may be overtaken by the reset that meets the rest of it.
        assertThat(plain.statuses()).startsWith(slowly.statuses().toArray(String[]::new));
    }

    @Test
    void aPipelineMayBeCutIntoRecordsAtEveryByte() throws Exception {
        String text =
                POST
                        + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
                        + GET
                        + "\r\n"
                        + POST
                        + "Content-Length: 2\r\n\r\nhi";
        Outcome plain = outcome(false, text, SmugglingThroughTlsIT::atOnce);
        assertThat(plain.statuses()).containsExactly("200", "200", "200");

        for (int cut = 1; cut < text.length(); cut++) {
            int at = cut;
            assertThat(
                            outcome(
                                    true,
                                    text,
                                    (socket, bytes) -> {
                                        socket.getOutputStream().write(bytes, 0, at);
                                        socket.getOutputStream()
                                                .write(bytes, at, bytes.length - at);
                                    }))
                    .as("cut at %d", cut)
                    .isEqualTo(plain);
        }
    }
}
