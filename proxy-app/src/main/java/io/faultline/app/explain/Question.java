package io.faultline.app.explain;

import io.faultline.app.diagnose.target.Ask;
import io.faultline.app.diagnose.target.RequestText;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.text.IpLiteral;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.value.HostPort;
import io.faultline.l7.message.RequestHead;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request that somebody might send.
 *
 * @param authority host and perhaps port, as the client's Host field would say
 * @param port of the URL, or null where it names none
 * @param target path and query
 * @param fields {@code name: value} each
 * @param from whose connection it comes on
 */
public record Question(
        String method,
        boolean secure,
        String authority,
        @Nullable Integer port,
        String target,
        List<String> fields,
        PeerAddress from) {

    private static final Pattern URL =
            Pattern.compile("(?i)(https?)://([^/?#\\s]+?)(?::(\\d{1,5}))?([/?][^#\\s]*)?(?:#.*)?");
    private static final int MOST_PORT = 65_535;
    private static final HostPort NOWHERE = new HostPort("localhost", 1);

    public Question {
        fields = List.copyOf(fields);
    }

    /** @throws IllegalArgumentException with a sentence */
    public static Question of(String method, String url, List<String> fields, String from) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    Quote.of(url) + " is not a URL. Write it like https://shop.example/cart.");
        }
        if (!IpLiteral.isAddress(from)) {
            throw new IllegalArgumentException(Quote.of(from) + " is not an IP address.");
        }
        Integer port = parts.group(3) == null ? null : Integer.valueOf(parts.group(3));
        if (port != null && (port < 1 || port > MOST_PORT)) {
            throw new IllegalArgumentException(Quote.of(url) + " has no possible port.");
        }
        String rest = parts.group(4) == null ? "/" : parts.group(4);
        var question =
                new Question(
                        method,
                        parts.group(1).toLowerCase(Locale.ROOT).equals("https"),
                        port == null ? parts.group(2) : parts.group(2) + ":" + port,
                        port,
                        rest.startsWith("/") ? rest : "/" + rest,
                        fields,
                        PeerAddress.from(new InetSocketAddress(InetAddress.ofLiteral(from), 0)));
        question.head(); // says so now, if it cannot be asked at all
        return question;
    }

    /** A head of its own for each listener: what one makes of it is not what the next one gets. */
    RequestHead head() {
        return RequestText.head(new Ask(method, authority, target, fields), NOWHERE, secure);
    }

    /** {@code GET https://shop.example/cart}. */
    String text() {
        return method + (secure ? " https://" : " http://") + authority + target;
    }
}
