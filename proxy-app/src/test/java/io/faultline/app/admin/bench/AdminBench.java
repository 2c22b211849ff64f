package io.faultline.app.admin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.serve.Protocols;
import io.faultline.app.serve.ServedProxy;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.text.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A whole proxy in this process, and somebody who asks its admin port. */
public final class AdminBench implements AutoCloseable {

    public static final String TOKEN = "let-me-in";

    private final ServedProxy proxy;
    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    /** @param yaml without its admin section */
    public AdminBench(String yaml) throws Exception {
        String admin = "admin: { bind: 127.0.0.1:0, token: " + TOKEN + " }\n";
        proxy = ServedProxy.start(Protocols.parse("edge.yaml", yaml + admin), said::add);
        Eventually.until("ready", () -> get("/readyz").startsWith("HTTP/1.1 200 "));
    }

    public ServedProxy proxy() {
        return proxy;
    }

    public List<String> said() {
        return List.copyOf(said);
    }

    public int port() {
        return proxy.server().listeners().getFirst().boundAddress().port();
    }

    public String adminAddress() {
        return "127.0.0.1:" + proxy.adminAddress().orElseThrow().getPort();
    }

    /** The whole answer. */
    public String get(String target) {
        return ask("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    public Map<String, @Nullable Object> json(String target) {
        String reply = get(target);
        assertThat(reply).startsWith("HTTP/1.1 200 ").contains("application/json");
        return StrictJson.object(body(reply));
    }

    /** With the token. */
    public String post(String target, String body) {
        return post(target, "Authorization: Bearer " + TOKEN + "\r\n", body);
    }

    public String post(String target, String fields, String body) {
        return ask(
                "POST "
                        + target
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + fields
                        + "Content-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length
                        + "\r\n\r\n"
                        + body);
    }

    public String ask(String request) {
        try (RawClient client = ClientSettings.to(proxy.adminAddress().orElseThrow()).connect()) {
            return client.send(request).readToEnd().text();
        }
    }

    public static String body(String reply) {
        return reply.substring(reply.indexOf("\r\n\r\n") + 4);
    }

    @SuppressWarnings("unchecked")
    public static List<Map<String, @Nullable Object>> list(@Nullable Object json) {
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(json);
    }

    @Override
    public void close() {
        proxy.stop().join();
    }
}
