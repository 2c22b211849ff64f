package io.faultline.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A small TCP server that says who it is: it answers a line of text with its name and that line, so
 * that {@code nc} shows where it landed, and an HTTP request with one line of text for {@code curl}.
 */
final class DemoOrigin implements AutoCloseable {

    private static final Pattern HTTP_REQUEST = Pattern.compile("[A-Z]+ \\S+ HTTP/1\\.[01]");
    private static final int BACKLOG = 512;

    private final String name;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket listening;
    private @Nullable Thread acceptor;

    DemoOrigin(String name, int port) {
        this.name = name;
        this.port = port;
    }

    String name() {
        return name;
    }

    synchronized boolean isUp() {
        return listening != null;
    }

    synchronized void start() throws IOException {
        if (listening == null) {
            var server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            listening = server;
            acceptor = Thread.ofVirtual().name("origin-" + name).start(() -> acceptFrom(server));
        }
    }

    /** As when its process is killed: the port answers no more, and what was open is cut. */
    synchronized void kill() {
        if (listening != null && acceptor != null) {
            closeQuietly(listening);
            listening = null;
            joinQuietly(acceptor);
            open.forEach(DemoOrigin::closeQuietly);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private void acceptFrom(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // killed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = client.getOutputStream();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (HTTP_REQUEST.matcher(line).matches()) {
                    skipHeaders(in);
                    out.write(httpAnswer().getBytes(StandardCharsets.UTF_8));
                    return;
                }
                out.write((name + ": " + line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The client left or we were killed: an origin of a demo has nobody to tell.
        } finally {
            open.remove(client);
        }
    }

    private static void skipHeaders(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            line = in.readLine();
        }
    }

    private String httpAnswer() {
        String body = "hello from " + name + "\n";
        return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                + body.length()
                + "\r\nConnection: close\r\n\r\n"
                + body;
    }

    /** The kernel goes on listening until the thread that accepts has noticed. */
    private static void joinQuietly(Thread acceptor) {
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // Closed is closed.
        }
    }
}
