package io.faultline.core.upstream.health.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.faultline.core.config.upstream.HttpCheckConfig;
import io.faultline.core.config.value.StatusRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a check asks, and which answer is a good one. */
final class CheckRequest {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final HttpCheckConfig config;
    private final boolean secure;
    private final List<StatusRange> good;
    private final byte @Nullable [] wanted;

    CheckRequest(HttpCheckConfig config, boolean secure) {
        this.config = config;
        this.secure = secure;
        good = config.good();
        wanted = config.body() == null ? null : config.body().getBytes(UTF_8);
    }

    /** The Host of the request: what the configuration says, else the endpoint as it is written. */
    String authority(String hostname, int port) {
        String said = config.host();
        return said == null ? host(hostname, port) : said;
    }

    String method() {
        return config.method();
    }

    String path() {
        return config.path();
    }

    String scheme() {
        return secure ? "https" : "http";
    }

    byte[] bytes(String hostname, int port) {
        String host = authority(hostname, port);
        String text =
                config.method()
                        + " "
                        + config.path()
                        + " HTTP/1.1\r\nHost: "
                        + host
                        + "\r\nUser-Agent: faultline-check\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        return text.getBytes(ISO_8859_1);
    }

    private String host(String hostname, int port) {
        String name = hostname.indexOf(':') >= 0 ? "[" + hostname + "]" : hostname;
        return port == (secure ? HTTPS_PORT : HTTP_PORT) ? name : name + ":" + port;
    }

    /** As an operator would say it: {@code GET /healthz}. */
    String text() {
        return config.method() + " " + config.path();
    }

    boolean getsNoBody() {
        return config.method().equals("HEAD");
    }

    boolean isGood(int status) {
        return good.stream().anyMatch(range -> range.contains(status));
    }

    String goodText() {
        return String.join(" ", good.stream().map(StatusRange::toString).toList());
    }

    boolean wantsBody() {
        return wanted != null;
    }

    String wantedText() {
        return String.valueOf(config.body());
    }

    /**
     * @param from where to begin, so that what was searched already is not searched again
     */
    boolean isIn(byte[] body, int from) {
        byte[] text = wanted;
        if (text == null) {
            return true;
        }
        for (int start = Math.max(0, from); start <= body.length - text.length; start++) {
            int same = 0;
            while (same < text.length && body[start + same] == text[same]) {
                same++;
            }
            if (same == text.length) {
                return true;
            }
        }
        return false;
    }

    int wantedBytes() {
        return wanted == null ? 0 : wanted.length;
    }
}
