package io.faultline.app.diagnose.target;

import io.faultline.core.config.text.Quote;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.wire.Chunk;
import io.faultline.l7.http1.HeadLimits;
import io.faultline.l7.http1.Parsed;
import io.faultline.l7.http1.RequestParser;
import io.faultline.l7.message.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Makes the request head of a diagnosis, through the parser that clients' requests go through: what a
 * client could not ask, a diagnosis does not ask either.
 */
public final class RequestText {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private RequestText() {}

    /** @throws IllegalArgumentException with the rule that it breaks */
    public static RequestHead head(Ask ask, HostPort place, boolean secure) {
        byte[] bytes = text(ask, place, secure).getBytes(StandardCharsets.UTF_8);
        Chunk chunk = Chunk.allocate(bytes.length);
        chunk.buffer().put(0, bytes);
        var parser = new RequestParser(HeadLimits.DEFAULTS);
        var head = new RequestHead();
        int taken = parser.feed(chunk, 0, bytes.length, head);
        if (parser.outcome() == Parsed.REJECTED) {
            throw new IllegalArgumentException(
                    Quote.of(ask.text())
                            + " is not a request that can be made: "
                            + parser.rejection().rule()
                            + ".");
        }
        if (taken != bytes.length) {
            throw new IllegalArgumentException(
                    Quote.of(ask.text()) + " is more than one request head.");
        }
        head.secure(secure);
        return head;
    }

    private static String text(Ask ask, HostPort place, boolean secure) {
        var text = new StringBuilder(ask.text()).append(" HTTP/1.1\r\n");
        boolean hasHost = false;
        for (String field : ask.fields()) {
            hasHost |= field.toLowerCase(Locale.ROOT).startsWith("host:");
        }
        if (!hasHost) {
            String authority = ask.authority();
            text.append("Host: ")
                    .append(authority == null ? authority(place, secure) : authority)
                    .append("\r\n");
        }
        ask.fields().forEach(field -> text.append(field).append("\r\n"));
        return text.append("\r\n").toString();
    }

    private static String authority(HostPort place, boolean secure) {
        String whole = place.toString();
        boolean usual = place.port() == (secure ? HTTPS_PORT : HTTP_PORT);
        return usual ? whole.substring(0, whole.lastIndexOf(':')) : whole;
    }
}
