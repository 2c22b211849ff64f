package io.faultline.app.routes;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.text.IpLiteral;
import io.faultline.core.config.text.Quote;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.path.PathNormalizer;
import io.faultline.l7.path.PathNormalizer.Outcome;
import io.faultline.l7.route.RouteEntry;
import io.faultline.l7.route.match.Condition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** "Who would take this request, and why?" Asked of the very table that serves. */
public final class RouteQuestion {

    private static final Pattern REQUEST =
            Pattern.compile("(?:([!-~]+) +)?(https?)://([^/?# ]+)([^?# ]*)(?:[?]([^# ]*))?");

    private final RequestHead head;
    private final PeerAddress client;

    private RouteQuestion(RequestHead head, PeerAddress client) {
        this.head = head;
        this.client = client;
    }

    /**
     * @param request {@code GET https://host/path?query}; the method may be left out
     * @param fields {@code name: value} each
     * @throws IllegalArgumentException with a sentence
     */
    public static RouteQuestion of(String request, List<String> fields, String client) {
        Matcher parts = REQUEST.matcher(request);
        byte[] address = IpLiteral.bytes(client);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    Quote.of(request)
                            + " is not a request. Write it like 'GET https://host/path'.");
        }
        if (address == null) {
            throw new IllegalArgumentException(Quote.of(client) + " is not an IP address.");
        }
        var head = new RequestHead();
        Fields bytes = head.fields();
        String method = parts.group(1) == null ? "GET" : parts.group(1);
        int at = append(bytes, method);
        head.method(at, bytes.length());
        at = append(bytes, parts.group(3));
        head.authority(at, bytes.length());
        head.secure(parts.group(2).equals("https"));
        at = append(bytes, parts.group(4));
        head.path(at, bytes.length());
        String query = parts.group(5);
        at = query == null ? -1 : append(bytes, query);
        head.query(at, query == null ? -1 : bytes.length());
        for (String field : fields) {
            int colon = field.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException(
                        Quote.of(field) + " is not a header field. Write it like 'name: value'.");
            }
            int name = append(bytes, field.substring(0, colon).strip());
            int nameEnd = bytes.length();
            int value = append(bytes, field.substring(colon + 1).strip());
            bytes.found(name, nameEnd, value, bytes.length());
        }
        return new RouteQuestion(head, PeerAddress.fromBytes(address, 0, address.length, 0));
    }

    private static int append(Fields bytes, String text) {
        return bytes.append(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a listener would do with the request. */
    public Answer ask(ListenerRoutes routes) {
        String asked = head.pathText();
        int start = head.pathStart();
        int end = head.pathEnd();
        Outcome outcome = new PathNormalizer(routes.config().encodedSlash()).normalize(head);
        String path = head.pathText();
        RouteEntry taker = outcome.isRejected() ? null : routes.table().matchEntry(head, client);
        List<String> passedOver = new ArrayList<>();
        if (!outcome.isRejected()) {
            for (RouteEntry each : routes.table().entries()) {
                if (each == taker) {
                    break;
                }
                Condition unmet = each.hostAndPathFit(head) ? each.unmet(head, client) : null;
                if (unmet != null) {
                    passedOver.add(
                            "#%d %s asks: %s"
                                    .formatted(
                                            routes.number(each),
                                            ListenerRoutes.where(each),
                                            unmet));
                }
            }
        }
        head.path(start, end); // the next listener may have another policy
        return new Answer(
                routes,
                outcome.isRejected() ? outcome.rule() : null,
                path.equals(asked) ? null : path,
                taker,
                passedOver);
    }

    /**
     * @param refused the rule that the path breaks, or null
     * @param matchedAs the path in the form that was matched, where that is another one
     * @param passedOver routes for the same host and path that were tried before and ask for more
     */
    public record Answer(
            ListenerRoutes routes,
            @Nullable String refused,
            @Nullable String matchedAs,
            @Nullable RouteEntry taker,
            List<String> passedOver) {

        public String asText() {
            var text = new StringBuilder();
            if (refused != null) {
                return "refused with 400 before any route is looked at: " + refused + "\n";
            }
            if (matchedAs != null) {
                text.append("the path is matched and forwarded as ").append(matchedAs).append('\n');
            }
            if (taker == null) {
                text.append("no route takes it: answered with 404, L7.NO_MATCHING_ROUTE\n");
            } else {
                text.append(
                        "taken by #%d %s: %s%n"
                                .formatted(
                                        routes.number(taker),
                                        ListenerRoutes.where(taker),
                                        routes.action(taker)));
                text.append("  because ").append(because(taker)).append('\n');
            }
            passedOver.forEach(each -> text.append("  passed over: ").append(each).append('\n'));
            return text.toString();
        }

        private static String because(RouteEntry taker) {
            List<String> reasons = new ArrayList<>();
            reasons.add(
                    switch (taker.host().kind()) {
                        case EXACT -> "the host is " + taker.host().name();
                        case WILDCARD -> "the host is below " + taker.host().name();
                        case ANY -> "it takes any host";
                    });
            reasons.add(
                    switch (taker.path().kind()) {
                        case EXACT -> "the path is " + taker.path().text();
                        case REGEX -> "the path matches " + taker.path().text();
                        case PREFIX -> "the path begins with " + taker.path().text();
                        case ANY -> "it takes any path";
                    });
            reasons.addAll(taker.conditionTexts());
            return String.join(", ", reasons);
        }

        public void writeTo(JsonWriter out) {
            out.object()
                    .member("listener", routes.listener())
                    .member("refused", refused)
                    .member("matchedAs", matchedAs);
            if (taker == null) {
                out.nullMember("number").nullMember("origin").nullMember("action");
            } else {
                out.member("number", routes.number(taker))
                        .member("origin", taker.route().origin())
                        .member("action", routes.action(taker));
            }
            out.array("passedOver");
            passedOver.forEach(out::element);
            out.endArray().endObject();
        }
    }
}
