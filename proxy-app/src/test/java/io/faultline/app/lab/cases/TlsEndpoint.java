package io.faultline.app.lab.cases;

import io.faultline.app.lab.bench.Bench;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** An endpoint with the JDK's TLS, as strict or as old as a case wants it. */
record TlsEndpoint(SSLServerSocket listener) implements Closeable {

    static TlsEndpoint on(Bench bench, SSLContext identity, Consumer<SSLParameters> settings)
            throws IOException {
        var listener =
                (SSLServerSocket)
                        identity.getServerSocketFactory()
                                .createServerSocket(
                                        0,
                                        50,
                                        InetAddress.ofLiteral(bench.ground().endpointAddress()));
        SSLParameters parameters = listener.getSSLParameters();
        settings.accept(parameters);
        listener.setSSLParameters(parameters);
        var endpoint = bench.keep(new TlsEndpoint(listener));
        Thread.ofVirtual().start(endpoint::acceptAll);
        return endpoint;
    }

    static TlsEndpoint on(Bench bench, SSLContext identity) throws IOException {
        return on(bench, identity, parameters -> {});
    }

    String hostPort() {
        return Bench.text((InetSocketAddress) listener.getLocalSocketAddress());
    }

    int port() {
        return listener.getLocalPort();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                var client = (SSLSocket) listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(SSLSocket client) {
        try (client) {
            client.startHandshake();
            client.getInputStream().read(new byte[4096]);
            client.getOutputStream()
                    .write(ConnectionCases.EMPTY_ANSWER.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException failed) {
            // What went wrong is what the case is about: the proxy tells.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
