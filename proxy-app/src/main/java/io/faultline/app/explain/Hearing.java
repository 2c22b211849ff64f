package io.faultline.app.explain;

import io.faultline.core.config.ListenerConfig;
import io.faultline.l7.config.HttpConfig;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request comes to a listener at all. A URL without a port says nothing of it: something in
 * front may well map 443 to ours.
 */
final class Hearing {

    private Hearing() {}

    static @Nullable String obstacle(ListenerConfig listener, Question question) {
        Integer port = question.port();
        int bound = listener.bind().port();
        if (port != null && bound != 0 && port != bound) {
            return "it listens on port " + bound + ", the URL says " + port;
        }
        boolean http = listener.protocol().settings() instanceof HttpConfig;
        if (!http) {
            return port == null
                    ? "it speaks " + listener.protocol().key() + ", and the URL names no port"
                    : null;
        }
        boolean secure = listener.tls() != null;
        if (secure != question.secure()) {
            return secure
                    ? "it speaks TLS, the URL is http: such a client gets a 400 that says so"
                    : "it speaks without TLS, the URL is https";
        }
        return null;
    }
}
