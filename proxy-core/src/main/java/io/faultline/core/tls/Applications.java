package io.faultline.core.tls;

import io.faultline.core.config.upstream.UpstreamConfig.Speaks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint is offered to speak inside TLS (ALPN, RFC 7301), and whether it has to agree.
 *
 * @param names best first; none to leave ALPN out
 * @param required that the endpoint chooses one of them
 */
public record Applications(List<String> names, boolean required) {

    public static final String HTTP_2 = "h2";

    private static final String HTTP_1_1 = "http/1.1";

    static final Applications NONE = new Applications(List.of(), false);

    static Applications of(Speaks speaks) {
        return switch (speaks) {
            case H1, H2C -> NONE; // HTTP/1.1 alone goes without saying, and may be another protocol
            case H2 -> new Applications(List.of(HTTP_2), true);
            // RFC 7301 3.1: an endpoint that does not know ALPN speaks what was spoken before it.
            case AUTO -> new Applications(List.of(HTTP_2, HTTP_1_1), false);
        };
    }

    boolean accept(@Nullable String chosen) {
        return !required || chosen != null && names.contains(chosen);
    }

    @Override
    public String toString() {
        return String.join(",", names);
    }
}
