package io.faultline.app.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.OriginConnection;
import io.faultline.testkit.net.ScriptedOrigin;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;

/** A small web server that says its name and repeats what it was asked; it upgrades to an echo. */
public final class WebOrigin implements AutoCloseable {

    private final String name;
    private final ScriptedOrigin origin;
    private volatile Function<String, String> status = request -> "200 OK";

    private WebOrigin(String name) {
        this.name = name;
        this.origin = ScriptedOrigin.start(this::serve);
    }

    public static WebOrigin named(String name) {
        return new WebOrigin(name);
    }

    /** Status and reason for each request, by its head. */
    public WebOrigin answering(Function<String, String> statusOf) {
        status = statusOf;
        return this;
    }

    public String hostPort() {
        return origin.hostPort();
    }

    public void kill() {
        origin.kill();
    }

    /** Connections it has had so far. */
    public int accepted() {
        return origin.accepted();
    }

    private void serve(OriginConnection connection) throws IOException {
        var pending = new StringBuilder();
        var buffer = new byte[8192];
        while (true) {
            int end = pending.indexOf("\r\n\r\n");
            if (end < 0) {
                int count = connection.read(buffer);
                if (count < 0) {
                    return;
                }
                pending.append(new String(buffer, 0, count, ISO_8859_1));
                continue;
            }
            String head = pending.substring(0, end + 2);
            pending.delete(0, end + 4);
            if (head.toLowerCase(Locale.ROOT).contains("upgrade: websocket")) {
                connection.write(
                        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
                Behaviour.echo().serve(connection);
                return;
            }
            String body = name + " up\n" + head;
            connection.write(
                    "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(
                                    status.apply(head),
                                    body.length(),
                                    head.startsWith("HEAD ") ? "" : body));
        }
    }

    @Override
    public void close() {
        origin.close();
    }
}
