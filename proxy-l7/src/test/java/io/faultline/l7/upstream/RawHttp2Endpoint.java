package io.faultline.l7.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that speaks HTTP/2 as a test wants, right or wrong: the test accepts each connection and says every
 * frame itself.
 */
final class RawHttp2Endpoint implements Closeable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final ServerSocket server;
    private final @Nullable SSLContext tls;
    private final List<RawHttp2Server> accepted = new ArrayList<>();

    /** @param tls null for clear text */
    RawHttp2Endpoint(@Nullable SSLContext tls) {
        this.tls = tls;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            server.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String hostPort() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** The next connection; the proxy's preface and SETTINGS are read, nothing is said. */
    RawHttp2Server accept() {
        try {
            Socket socket = server.accept();
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            var connection =
                    new RawHttp2Server(socket, tls == null ? socket : secured(tls, socket));
            accepted.add(connection);
            connection.readPreface();
            return connection;
        } catch (SocketTimeoutException late) {
            throw new AssertionError("the proxy made no connection", late);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket secured(SSLContext tls, Socket socket) throws IOException {
        var secure = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
        secure.setUseClientMode(false);
        var parameters = secure.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        assertThat(secure.getApplicationProtocol()).isEqualTo("h2");
        return secure;
    }

    /** No connection waits to be accepted. One that is still to be made is not seen: ask once all is settled. */
    void expectNoOther() {
        try {
            server.setSoTimeout(1);
            try (Socket other = server.accept()) {
                throw new AssertionError("another connection: " + other);
            } catch (SocketTimeoutException none) {
                server.setSoTimeout(PATIENCE_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        accepted.forEach(RawHttp2Server::close);
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
