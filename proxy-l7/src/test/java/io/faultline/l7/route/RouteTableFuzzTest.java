package io.faultline.l7.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.address.PeerAddress;
import io.faultline.l7.config.HttpYaml;
import io.faultline.l7.message.RequestHead;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Random tables and requests; a matcher that goes through all routes is the oracle. */
class RouteTableFuzzTest {

    private static final String[] HOSTS = {
        "", "a.x", "b.x", "c.b.x", "*.x", "*.b.x", "x", "*.c.b.x"
    };
    private static final String[] REQUEST_HOSTS = {
        "", "a.x", "b.x:80", "c.b.x", "C.B.X.", "d.c.b.x", "x", "y", "q.a.x", ".x"
    };
    private static final String[] SEGMENTS = {"a", "b", "ab", "1"};

    /** A route as the oracle sees it. */
    private record Plain(
            String host, String kind, String path, String method, String header, int place) {

        String yaml() {
            List<String> match = new ArrayList<>();
            if (!host.isEmpty()) {
                match.add("host: \"" + host + "\"");
            }
            if (!path.isEmpty()) {
                match.add(kind + ": \"" + path + "\"");
            }
            if (!method.isEmpty()) {
                match.add("method: " + method);
            }
            if (!header.isEmpty()) {
                match.add("headers: { x: \"" + header + "\" }");
            }
            return "- { name: r%d, match: { %s }, to: a }\n"
                    .formatted(place, String.join(", ", match));
        }

        boolean takes(String requestHost, String path, String method, String header) {
            String bare = requestHost.replaceFirst(":80$", "").replaceFirst("[.]$", "");
            String name = bare.toLowerCase(java.util.Locale.ROOT);
            boolean hostFits =
                    host.isEmpty()
                            || (host.startsWith("*")
                                    ? name.endsWith(host.substring(1))
                                            && name.length() > host.length() - 1
                                    : name.equals(host));
            boolean pathFits =
                    this.path.isEmpty()
                            || switch (kind) {
                                case "pathExact" -> path.equals(this.path);
                                case "pathRegex" -> Pattern.matches(this.path, path);
                                default -> (path + "/").startsWith(this.path + "/");
                            };
            return hostFits
                    && pathFits
                    && (this.method.isEmpty() || this.method.equals(method))
                    && (this.header.isEmpty() || this.header.equals(header));
        }

        /** The rule as the guide tells it. */
        boolean goesBefore(Plain other) {
            int hosts = rank(host) - rank(other.host);
            if (hosts != 0) {
                return hosts < 0;
            }
            if (host.length() != other.host.length()) {
                return host.length() > other.host.length();
            }
            int paths = pathRank() - other.pathRank();
            if (paths != 0) {
                return paths < 0;
            }
            if (kind.equals("path") && path.length() != other.path.length()) {
                return path.length() > other.path.length();
            }
            return place < other.place;
        }

        private static int rank(String host) {
            return host.isEmpty() ? 2 : host.startsWith("*") ? 1 : 0;
        }

        private int pathRank() {
            if (path.isEmpty()) {
                return 3;
            }
            return switch (kind) {
                case "pathExact" -> 0;
                case "pathRegex" -> 1;
                default -> 2;
            };
        }
    }

    @Test
    void takesWhatALinearSearchTakes() {
        var random = new SplittableRandom(5);
        int taken = 0;
        for (int round = 0; round < 300; round++) {
            List<Plain> routes = new ArrayList<>();
            var yaml = new StringBuilder();
            for (int i = random.nextInt(1, 25); i > 0; i--) {
                Plain route = route(random, routes.size());
                routes.add(route);
                yaml.append(route.yaml());
            }
            yaml.append(
                    "- { name: used, match: { host: unused.example }, split: [{to: b}, {to: c}] }");
            RouteTable table = HttpYaml.table(yaml.toString());
            RequestHead head = new RequestHead();
            for (int r = 0; r < 100; r++) {
                String host = REQUEST_HOSTS[random.nextInt(REQUEST_HOSTS.length)];
                String path = path(random, random.nextInt(5));
                String method = random.nextBoolean() ? "GET" : "POST";
                String header = random.nextBoolean() ? "1" : "2";
                Requests.fill(head, method, host, path, null, "X: " + header);

                Plain expected = linear(routes, host, path, method, header);
                Route found = table.match(head, Requests.CLIENT);

                assertThat(found == null ? "none" : found.label())
                        .as("%s %s%s x=%s in\n%s", method, host, path, header, yaml)
                        .isEqualTo(expected == null ? "none" : "r" + expected.place);
                taken += found == null ? 0 : 1;
            }
        }
        assertThat(taken).isGreaterThan(5_000);
    }

    @Test
    void aRouteThatIsCalledShadowedNeverTakesARequest() {
        var random = new SplittableRandom(6);
        int shadowed = 0;
        for (int round = 0; round < 200; round++) {
            var yaml = new StringBuilder();
            for (int i = 0; i < 12; i++) {
                yaml.append(route(random, i).yaml());
            }
            yaml.append(
                    "- { name: used, match: { host: unused.example }, split: [{to: b}, {to: c}] }");
            RouteTable table = HttpYaml.table(yaml.toString());
            var shadows = new Shadows(table.entries());
            RequestHead head = new RequestHead();
            for (int r = 0; r < 300; r++) {
                Requests.fill(
                        head,
                        random.nextBoolean() ? "GET" : "POST",
                        REQUEST_HOSTS[random.nextInt(REQUEST_HOSTS.length)],
                        path(random, random.nextInt(4)),
                        null,
                        "X: " + random.nextInt(1, 3));
                RouteEntry taker = table.matchEntry(head, Requests.CLIENT);
                if (taker != null) {
                    assertThat(shadows.casterOf(taker)).isNull();
                }
            }
            shadowed +=
                    (int)
                            table.entries().stream()
                                    .filter(each -> shadows.casterOf(each) != null)
                                    .count();
        }
        assertThat(shadowed).isGreaterThan(20);
    }

    @Test
    void matchingAllocatesNothing() {
        var yaml = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            yaml.append("- { match: { host: h%d.example, path: /p%d }, to: a }\n".formatted(i, i));
        }
        yaml.append("- { match: { pathRegex: \"/q/[0-9]+\", headers: { x: \"1\" } }, to: b }\n");
        yaml.append("- { match: { host: \"*.example\", query: { v: \"2\" } }, to: c }\n");
        RouteTable table = HttpYaml.table(yaml.toString());
        List<RequestHead> heads =
                List.of(
                        Requests.request("GET h77.example/p77/x/y"),
                        Requests.request("GET other.example/q/7?v=1", "X: 1"),
                        Requests.request("GET other.example/q/7?v=2", "X: 2"),
                        Requests.request("GET nobody.test/none/at/all?x"));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        countTaken(table, heads, Requests.CLIENT);
        threads.getCurrentThreadAllocatedBytes();

        long before = threads.getCurrentThreadAllocatedBytes();
        int taken = countTaken(table, heads, Requests.CLIENT);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(taken).isEqualTo(30_000);
        assertThat(allocated).isLessThan(1_000); // for 40,000 matches: not one object each
    }

    private static int countTaken(RouteTable table, List<RequestHead> heads, PeerAddress client) {
        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            for (int h = 0; h < heads.size(); h++) {
                taken += table.match(heads.get(h), client) == null ? 0 : 1;
            }
        }
        return taken;
    }

    private static @Nullable Plain linear(
            List<Plain> routes, String host, String path, String method, String header) {
        Plain best = null;
        for (Plain route : routes) {
            if (route.takes(host, path, method, header)
                    && (best == null || route.goesBefore(best))) {
                best = route;
            }
        }
        return best;
    }

    private static Plain route(SplittableRandom random, int place) {
        String kind =
                switch (random.nextInt(4)) {
                    case 0 -> "pathExact";
                    case 1 -> "pathRegex";
                    default -> "path";
                };
        String path = random.nextInt(5) == 0 ? "" : path(random, random.nextInt(1, 4));
        if (kind.equals("pathRegex") && !path.isEmpty()) {
            path +=
                    switch (random.nextInt(4)) {
                        case 0 -> "/.*";
                        case 1 -> "/[0-9]+";
                        case 2 -> "(/a)?";
                        default -> "b?";
                    };
        }
        return new Plain(
                // Half of them on one host, or they would never meet there.
                random.nextBoolean() ? "" : HOSTS[random.nextInt(HOSTS.length)],
                kind,
                path,
                random.nextInt(4) == 0 ? "POST" : "",
                random.nextInt(4) == 0 ? "1" : "",
                place);
    }

    private static String path(SplittableRandom random, int segments) {
        var path = new StringBuilder();
        for (int i = 0; i < segments; i++) {
            path.append('/').append(SEGMENTS[random.nextInt(SEGMENTS.length)]);
        }
        return path.isEmpty() ? "/" : path.toString();
    }
}
