package io.faultline.l7.route;

import io.faultline.core.address.PeerAddress;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.regex.LinearRegex;
import io.faultline.l7.route.match.PathPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one host. One walk over the path finds, by hashes that grow with it, the routes for
 * exactly this path and the longest known prefix; whatever else there is is never looked at.
 *
 * <p>A regular expression hangs at the whole segments that it begins with, so that of thousands only
 * those are tried that can match.
 */
final class HostRoutes {

    private final ByteTable<RouteEntry[]> exact;
    private final ByteTable<PathNode> nodes;
    private final PathNode root = new PathNode();
    private final @Nullable HostRoutes wider;

    /**
     * @param entries all of the same host, in the order in which they are tried
     * @param wider what is tried afterwards: the next wildcard that covers this host, or any host
     */
    HostRoutes(List<RouteEntry> entries, @Nullable HostRoutes wider) {
        this.wider = wider;
        Map<String, List<RouteEntry>> exactPaths = new HashMap<>();
        Map<String, PathNode> prefixes = new HashMap<>();
        for (RouteEntry entry : entries) {
            PathPattern path = entry.path();
            switch (path.kind()) {
                case EXACT ->
                        exactPaths
                                .computeIfAbsent(path.text(), ignored -> new ArrayList<>())
                                .add(entry);
                case REGEX -> node(prefixes, segments(path.regex())).addRegex(entry);
                case PREFIX -> node(prefixes, path.text()).addPrefix(entry);
                case ANY -> root.addPrefix(entry);
            }
        }
        prefixes.forEach((path, node) -> node.shorter = shorter(prefixes, path));
        nodes = ByteTable.ofPaths(prefixes);
        Map<String, RouteEntry[]> arrays = new HashMap<>();
        exactPaths.forEach((path, found) -> arrays.put(path, found.toArray(RouteEntry[]::new)));
        exact = ByteTable.ofPaths(arrays);
    }

    private PathNode node(Map<String, PathNode> prefixes, String path) {
        return path.isEmpty() ? root : prefixes.computeIfAbsent(path, ignored -> new PathNode());
    }

    /** The whole segments that every match begins with. */
    private static String segments(@Nullable LinearRegex regex) {
        byte[] literal = regex == null ? new byte[0] : regex.literalPrefix();
        String text = Ascii.text(literal, 0, literal.length);
        return text.startsWith("/") ? text.substring(0, text.lastIndexOf('/')) : "";
    }

    private PathNode shorter(Map<String, PathNode> prefixes, String path) {
        for (int slash = path.lastIndexOf('/');
                slash > 0;
                slash = path.lastIndexOf('/', slash - 1)) {
            PathNode node = prefixes.get(path.substring(0, slash));
            if (node != null) {
                return node;
            }
        }
        return root;
    }

    /** What is tried when none of these takes the request. */
    @Nullable HostRoutes wider() {
        return wider;
    }

    @Nullable RouteEntry match(RequestHead head, PeerAddress client) {
        byte[] bytes = head.bytes();
        int from = head.pathStart();
        int to = head.pathEnd();
        int length = to - from;
        // Nothing that is known is longer, so a long path costs no more than the routes do.
        int end = length <= exact.longest() ? to : Math.min(to, from + nodes.longest() + 1);
        PathNode node = root;
        int hash = ByteHash.EMPTY;
        for (int i = from; i < end; i++) {
            byte b = bytes[i];
            if (b == '/' && i > from) {
                PathNode longer = nodes.find(bytes, from, i, hash);
                node = longer == null ? node : longer;
            }
            hash = ByteHash.next(hash, b);
        }
        if (end == to) {
            PathNode whole = nodes.find(bytes, from, to, hash);
            node = whole == null ? node : whole;
            RouteEntry found = first(exact.find(bytes, from, to, hash), head, client);
            if (found != null) {
                return found;
            }
        }
        RouteEntry found = firstRegex(node, head, client);
        return found == null ? longestPrefix(node, head, client) : found;
    }

    private static @Nullable RouteEntry first(
            RouteEntry @Nullable [] entries, RequestHead head, PeerAddress client) {
        if (entries != null) {
            for (RouteEntry entry : entries) {
                if (entry.conditionsHold(head, client)) {
                    return entry;
                }
            }
        }
        return null;
    }

    private static @Nullable RouteEntry firstRegex(
            PathNode longest, RequestHead head, PeerAddress client) {
        RouteEntry first = null;
        for (PathNode node = longest; node != null; node = node.shorter) {
            for (RouteEntry entry : node.regexes) {
                if (first != null && first.place() < entry.place()) {
                    break; // the order of the file holds across prefixes
                }
                if (entry.path().matches(head.bytes(), head.pathStart(), head.pathEnd())
                        && entry.conditionsHold(head, client)) {
                    first = entry;
                    break;
                }
            }
        }
        return first;
    }

    private static @Nullable RouteEntry longestPrefix(
            PathNode longest, RequestHead head, PeerAddress client) {
        for (PathNode node = longest; node != null; node = node.shorter) {
            RouteEntry found = first(node.prefixes, head, client);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
