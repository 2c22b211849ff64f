package io.faultline.app.browser;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One WebSocket to a browser: commands with answers, and events of its pages. */
final class DevTools implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final Map<Integer, CompletableFuture<Map<String, Object>>> asked =
            new ConcurrentHashMap<>();
    private final Map<String, BiConsumer<String, Map<String, Object>>> listeners =
            new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private WebSocket socket;

    @SuppressWarnings("NullAway.Init") // set by connect, which is the only one to make it
    private DevTools(HttpClient client) {
        this.client = client;
    }

    static DevTools connect(HttpClient client, URI address) {
        var tools = new DevTools(client);
        tools.socket = client.newWebSocketBuilder().buildAsync(address, tools.new Frames()).join();
        return tools;
    }

    /** Hears the events of one page. */
    void listen(String session, BiConsumer<String, Map<String, Object>> listener) {
        listeners.put(session, listener);
    }

    /** @param session of a page, or null for the browser itself */
    synchronized Map<String, Object> call(
            @Nullable String session, String method, String parameters) {
        int number = numbers.incrementAndGet();
        var answer = new CompletableFuture<Map<String, Object>>();
        asked.put(number, answer);
        String to = session == null ? "" : ",\"sessionId\":\"" + session + "\"";
        socket.sendText(
                        "{\"id\":%d,\"method\":\"%s\",\"params\":%s%s}"
                                .formatted(number, method, parameters, to),
                        true)
                .join();
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @SuppressWarnings("unchecked")
    private void heard(String message) {
        var map = (Map<String, Object>) JsonText.parse(message);
        if (map == null) {
            return;
        }
        if (map.get("id") instanceof Double number) {
            CompletableFuture<Map<String, Object>> answer = asked.remove(number.intValue());
            if (answer == null) {
                return;
            }
            if (map.containsKey("error")) {
                answer.completeExceptionally(new AssertionError(map.get("error").toString()));
            } else {
                answer.complete((Map<String, Object>) map.get("result"));
            }
        } else if (map.get("sessionId") instanceof String session
                && listeners.containsKey(session)) {
            listeners
                    .get(session)
                    .accept((String) map.get("method"), (Map<String, Object>) map.get("params"));
        }
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }

    private final class Frames implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                String whole = message.toString();
                message.setLength(0);
                heard(whole);
            }
            from.request(1);
            return null;
        }
    }
}
