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
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A small TCP server that says who it is: it answers a line of text with its name and that line, so
 * that {@code nc} shows where it landed, and HTTP requests with one line of text each for {@code curl}.
 */
final class DemoOrigin implements AutoCloseable {

    private static final Pattern HTTP_REQUEST = Pattern.compile("([A-Z]+) (\\S+) HTTP/1\\.[01]");
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
                Matcher request = HTTP_REQUEST.matcher(line);
                if (request.matches()) {
                    if (answer(request.group(1), request.group(2), in, out)) {
                        continue;
                    }
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

    /**
     * One line about who was asked for what.
     *
     * @return whether the connection may carry another request
     */
    private boolean answer(String method, String path, BufferedReader in, OutputStream out)
            throws IOException {
        String upstream = "";
        boolean last = false;
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            String field = line.toLowerCase(Locale.ROOT);
            String value = line.substring(line.indexOf(':') + 1).strip();
            if (field.startsWith("x-upstream:")) {
                upstream = " of " + value;
            } else if (field.startsWith("content-length:")) {
                length = Integer.parseInt(value);
            } else if (field.equals("connection: close")
                    || field.startsWith("transfer-encoding:")) {
                last = true; // its end is not looked for
            }
        }
        for (long left = length; left > 0; ) {
            left -= Math.max(1, in.skip(left));
        }
        String body = "hello from %s%s: %s %s\n".formatted(name, upstream, method, path);
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n%s\r\n"
                        .formatted(body.length(), last ? "Connection: close\r\n" : "");
        out.write((method.equals("HEAD") ? head : head + body).getBytes(StandardCharsets.UTF_8));
        return !last;
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
