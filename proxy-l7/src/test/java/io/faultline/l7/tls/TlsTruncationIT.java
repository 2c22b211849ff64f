package io.faultline.l7.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.Issued;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import io.faultline.l7.HttpBench;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Ending;
import io.faultline.testkit.tls.JdkTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * RFC 9112 9.8: a body that ends with its connection has ended only if TLS says so; a bare FIN may be
 * somebody's who cut it.
 */
@ExtendWith(LeakGuard.class)
class TlsTruncationIT {

    private static final SelfMadeAuthority CA = SelfMadeAuthority.create("Test CA", Instant.now());
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @TempDir private Path folder;

    @Test
    void aBodyThatEndsWithCloseNotifyIsWhole() throws Exception {
        try (var origin = new OneAnswer(true);
                var bench = HttpBench.start(config(origin.port()))) {
            assertThat(bench.exchange(GET)).endsWith("7\r\nthe end\r\n0\r\n\r\n");
        }
    }

    @Test
    void aBodyThatEndsWithABareFinIsCut() throws Exception {
        try (var origin = new OneAnswer(false);
                var bench = HttpBench.start(config(origin.port()));
                var client = bench.connect()) {
            client.send(GET);
            assertThat(client.readToEnd().ending()).isEqualTo(Ending.RESET);
            assertThat(bench.evidenceOf(ApplicationFault.RESPONSE_INCOMPLETE))
                    .contains("seen=FIN without close_notify");
        }
    }

    private String config(int port) throws IOException {
        Path ca = folder.resolve("ca.pem");
        Files.writeString(ca, CA.self().certificatePem(), ISO_8859_1);
        return HttpBench.config("", "", "127.0.0.1:" + port)
                .replace("endpoints:", "tls: { ca: \"" + ca + "\" }, endpoints:");
    }

    /** A TLS server that answers one request without a length. */
    private static final class OneAnswer implements AutoCloseable {

        private final ServerSocket listener;
        private final boolean saysGoodbye;

        OneAnswer(boolean saysGoodbye) throws IOException {
            this.saysGoodbye = saysGoodbye;
            this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::serve);
        }

        int port() {
            return listener.getLocalPort();
        }

        private void serve() {
            Issued own = CA.issue(CertificateSpec.server(Instant.now(), "127.0.0.1"));
            SSLContext tls =
                    JdkTls.identified(CA.self().certificate(), own.key(), own.certificate());
            try (Socket raw = listener.accept()) {
                var secure =
                        (SSLSocket) tls.getSocketFactory().createSocket(raw, "client", 0, false);
                secure.setUseClientMode(false);
                secure.getInputStream().read(new byte[4096]);
                secure.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\n\r\nthe end".getBytes(ISO_8859_1));
                if (saysGoodbye) {
                    secure.shutdownOutput();
                } else {
                    raw.shutdownOutput();
                }
                raw.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException gone) {
                // The test looks at the proxy's side of it.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
