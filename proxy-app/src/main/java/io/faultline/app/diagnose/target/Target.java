package io.faultline.app.diagnose.target;

import io.faultline.core.config.text.IpLiteral;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.value.HostPort;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody typed, taken apart. Whether it exists is another question. */
public sealed interface Target {

    /** How far up the stack a place is asked. */
    enum Speech {
        TCP,
        TLS,
        HTTP,
        HTTPS;

        boolean isSecure() {
            return this == TLS || this == HTTPS;
        }

        boolean isHttp() {
            return this == HTTP || this == HTTPS;
        }
    }

    /** As it was typed. */
    String text();

    /** A place outside of any configuration: {@code 10.0.0.7:5432}, {@code https://shop.example/}. */
    record Place(String text, Speech speech, HostPort place, String path) implements Target {}

    /** {@code upstream/payments}, and a path where HTTP is to be asked. */
    record UpstreamName(String text, String name, String path) implements Target {}

    /** {@code listener/web/checkout}: what the route that takes this path leads to. */
    record ListenerPath(String text, String name, String path) implements Target {}

    Pattern URL = Pattern.compile("(?i)(https?|tls|tcp)://([^/?#\\s]+)([/?][^#\\s]*)?(?:#.*)?");
    Pattern NAMED = Pattern.compile("(upstream|listener)/([^/\\s]+)(/[^#\\s]*)?");

    /** @throws IllegalArgumentException with a sentence */
    static Target parse(String text) {
        Matcher named = NAMED.matcher(text);
        if (named.matches()) {
            String path = named.group(3) == null ? "" : named.group(3);
            return named.group(1).equals("upstream")
                    ? new UpstreamName(text, named.group(2), path)
                    : new ListenerPath(text, named.group(2), path.isEmpty() ? "/" : path);
        }
        Matcher url = URL.matcher(text);
        if (url.matches()) {
            Speech speech = Speech.valueOf(url.group(1).toUpperCase(Locale.ROOT));
            String path = url.group(3) == null ? "" : url.group(3);
            return new Place(
                    text,
                    speech,
                    place(text, url.group(2), speech),
                    path.startsWith("/") ? path : "/" + path);
        }
        return new Place(text, Speech.TCP, place(text, text, Speech.TCP), "/");
    }

    private static HostPort place(String whole, String authority, Speech speech) {
        int usual =
                switch (speech) {
                    case HTTP -> 80;
                    case HTTPS, TLS -> 443;
                    case TCP -> -1;
                };
        boolean bare =
                IpLiteral.isAddress(authority)
                        || (authority.startsWith("[")
                                ? authority.endsWith("]")
                                : authority.indexOf(':') < 0);
        try {
            if (!bare) {
                return HostPort.parse(authority);
            }
            if (usual > 0) {
                String host =
                        IpLiteral.isAddress(authority) && authority.indexOf(':') >= 0
                                ? "[" + authority + "]"
                                : authority;
                return HostPort.parse(host + ":" + usual);
            }
        } catch (IllegalArgumentException notAPlace) {
            throw new IllegalArgumentException(
                    Quote.of(whole) + " is no target: " + notAPlace.getMessage());
        }
        throw new IllegalArgumentException(
                Quote.of(whole)
                        + " is no target. Write host:port, a URL (https://host/path, tls://host:port),"
                        + " upstream/NAME or listener/NAME/path.");
    }
}
