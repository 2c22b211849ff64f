package io.faultline.l7.route;

import io.faultline.core.address.PeerAddress;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.route.match.Authority;
import io.faultline.l7.route.match.Condition;
import io.faultline.l7.route.match.HostPattern;
import io.faultline.l7.route.match.PathPattern;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the order in which routes are tried: a route with one of its hosts.
 *
 * @param place of the route in the file, counted from 0
 */
public record RouteEntry(
        HostPattern host, PathPattern path, List<Condition> conditions, int place, Route route) {

    /**
     * The rule of precedence, in one place: exact host, longest wildcard, any host; inside of that exact
     * path, regular expression in the order of the file, longest prefix, any path; for the same host and
     * path the order of the file. What lies between only puts like beside like: such routes never match
     * the same request.
     */
    static final Comparator<RouteEntry> ORDER =
            Comparator.comparing((RouteEntry entry) -> entry.host.kind())
                    .thenComparing(entry -> -entry.host.name().length())
                    .thenComparing(entry -> entry.host.name())
                    .thenComparing(entry -> entry.path.kind())
                    .thenComparing(RouteEntry::pathLength)
                    .thenComparing(RouteEntry::pathText)
                    .thenComparing(RouteEntry::place);

    private int pathLength() {
        return path.kind() == PathPattern.Kind.REGEX ? 0 : -path.text().length();
    }

    private String pathText() {
        return path.kind() == PathPattern.Kind.REGEX ? "" : path.text();
    }

    boolean conditionsHold(RequestHead head, PeerAddress client) {
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).holds(head, client)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the request is for one of its hosts and paths. */
    public boolean hostAndPathFit(RequestHead head) {
        byte[] bytes = head.bytes();
        int hostEnd = Authority.bareHostEnd(bytes, head.authorityStart(), head.authorityEnd());
        return host.matches(bytes, head.authorityStart(), hostEnd)
                && path.matches(bytes, head.pathStart(), head.pathEnd());
    }

    /** The first condition that does not hold, or null. */
    public @Nullable Condition unmet(RequestHead head, PeerAddress client) {
        for (Condition condition : conditions) {
            if (!condition.holds(head, client)) {
                return condition;
            }
        }
        return null;
    }

    /** What is asked besides host and path, in words. */
    public List<String> conditionTexts() {
        return conditions.stream().map(Condition::toString).toList();
    }
}
