package io.faultline.testkit.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A real TLS server of the JDK: it answers one HTTP request per connection with its own name, so that
 * a browser-like client and a raw one can both ask who serves them.
 */
public final class TlsOrigin implements Closeable {

    private final String name;
    private final SSLServerSocket listener;
    private final Set<SSLSocket> open = ConcurrentHashMap.newKeySet();

    private TlsOrigin(String name, SSLServerSocket listener) {
        this.name = name;
        this.listener = listener;
    }

    /**
     * @param alpn what it speaks inside TLS, its favourite first; none to ignore what clients offer
     */
    public static TlsOrigin start(String name, SelfSigned certificate, String... alpn) {
        return start(name, certificate.server(), alpn);
    }

    /** As {@link #start(String, SelfSigned, String...)}, with any identity. */
    public static TlsOrigin start(String name, SSLContext identity, String... alpn) {
        try {
            var listener =
                    (SSLServerSocket)
                            identity.getServerSocketFactory()
                                    .createServerSocket(0, 100, InetAddress.getLoopbackAddress());
            SSLParameters parameters = listener.getSSLParameters();
            parameters.setApplicationProtocols(alpn);
            listener.setSSLParameters(parameters);
            var origin = new TlsOrigin(name, listener);
            Thread.ofVirtual().start(origin::acceptAll);
            return origin;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** As it stands in a configuration. */
    public String hostPort() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                var client = (SSLSocket) listener.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(SSLSocket client) {
        try (client) {
            client.startHandshake();
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
            String line = in.readLine();
            while (line != null && !line.isEmpty()) {
                line = in.readLine();
            }
            String answer =
                    "HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                            .formatted(name.length(), name);
            client.getOutputStream().write(answer.getBytes(ISO_8859_1));
        } catch (IOException failed) {
            // The client hears of it, and tells.
        } finally {
            open.remove(client);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (SSLSocket client : open) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
