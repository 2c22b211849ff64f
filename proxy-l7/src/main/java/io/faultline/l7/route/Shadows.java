package io.faultline.l7.route;

import io.faultline.l7.route.match.Condition;
import io.faultline.l7.route.match.PathPattern;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Routes that no request ever reaches, because one that is tried before takes all of theirs. Finds
 * those that can be told from the file; never names one that can be reached.
 */
public final class Shadows {

    /** Thousands of routes may differ in one header only: comparing each pair would take minutes. */
    private static final int MAX_COMPARED = 200;

    private final Map<RouteEntry, RouteEntry> casters = new IdentityHashMap<>();

    /** @param entries in the order in which they are tried */
    public Shadows(List<RouteEntry> entries) {
        List<RouteEntry> samePlace = new ArrayList<>();
        RouteEntry everything = null; // a regular expression for every path of the host
        RouteEntry before = null;
        for (RouteEntry entry : entries) {
            if (before != null && !before.host().equals(entry.host())) {
                everything = null;
            }
            if (before == null
                    || !before.host().equals(entry.host())
                    || !before.path().equals(entry.path())) {
                samePlace.clear();
            }
            RouteEntry caster = everything != null ? everything : casterOf(entry, samePlace);
            if (caster != null) {
                casters.put(entry, caster);
            } else if (samePlace.size() < MAX_COMPARED) {
                samePlace.add(entry);
            }
            if (everything == null && takesAllPaths(entry)) {
                everything = entry;
            }
            before = entry;
        }
    }

    /** The route that takes all requests of this one, or null. */
    public @Nullable RouteEntry casterOf(RouteEntry entry) {
        return casters.get(entry);
    }

    private static @Nullable RouteEntry casterOf(RouteEntry entry, List<RouteEntry> before) {
        for (RouteEntry earlier : before) {
            if (takesAllOf(earlier, entry)) {
                return earlier;
            }
        }
        return null;
    }

    private static boolean takesAllOf(RouteEntry earlier, RouteEntry later) {
        for (Condition asked : earlier.conditions()) {
            if (later.conditions().stream().noneMatch(each -> each.implies(asked))) {
                return false;
            }
        }
        return true;
    }

    private static boolean takesAllPaths(RouteEntry entry) {
        return entry.path().kind() == PathPattern.Kind.REGEX
                && entry.path().text().equals(".*")
                && entry.conditions().isEmpty();
    }
}
