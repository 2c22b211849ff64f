package io.faultline.l4.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.faultline.l4.L4Bench;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ScriptedOrigin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.extension.ExtendWith;

/** A tcp listener that ends TLS before an origin that echoes, and clients of it. */
@ExtendWith(LeakGuard.class)
abstract class TlsListener {

    final ScriptedOrigin origin = ScriptedOrigin.start(Behaviour.echo());
    final CertificateFolder files;

    TlsListener(Path folder) {
        files = new CertificateFolder(folder);
    }

    final L4Bench bench(String tls) {
        return L4Bench.start(
                L4Bench.config(
                        "tls: { " + tls + " }",
                        "",
                        "endpoints: [127.0.0.1:" + origin.port() + "]"));
    }

    static SSLSocket connect(L4Bench bench, SSLContext context, String... names)
            throws IOException {
        var socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), bench.port());
        socket.setSoTimeout(10_000);
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(
                List.of(names).stream()
                        .map(name -> (javax.net.ssl.SNIServerName) new SNIHostName(name))
                        .toList());
        socket.setSSLParameters(parameters);
        return socket;
    }

    static String exchange(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return new String(socket.getInputStream().readNBytes(text.length()), ISO_8859_1);
    }

    static String shownTo(SSLSocket socket) throws IOException {
        var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return shown.getSubjectX500Principal().getName();
    }

    final String shown(L4Bench bench, String... names) {
        try (var socket = connect(bench, files.trusting(), names)) {
            return shownTo(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
