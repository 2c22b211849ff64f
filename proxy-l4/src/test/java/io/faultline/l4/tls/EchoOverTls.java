package io.faultline.l4.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** The JDK's TLS server as an endpoint that echoes, one connection after the other. */
final class EchoOverTls implements AutoCloseable {

    private final SSLServerSocket server;

    EchoOverTls(SSLContext context, Consumer<SSLServerSocket> settings) throws IOException {
        server =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        settings.accept(server);
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (var socket = (SSLSocket) server.accept()) {
                InputStream in = socket.getInputStream();
                var buffer = new byte[8192];
                for (int count; (count = in.read(buffer)) > 0; ) {
                    socket.getOutputStream().write(buffer, 0, count);
                }
            } catch (IOException refused) {
                // The test looks at the proxy's side of it.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
