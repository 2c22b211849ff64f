package io.faultline.l7.route;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What hangs at one prefix of whole segments. The longest one that begins a path leads to all shorter
 * ones that do.
 */
final class PathNode {

    private static final RouteEntry[] NONE = {};

    private final List<RouteEntry> foundRegexes = new ArrayList<>();
    private final List<RouteEntry> foundPrefixes = new ArrayList<>();

    RouteEntry[] regexes = NONE; // all begin with this prefix; in the order of the file
    RouteEntry[] prefixes = NONE; // for just this prefix; in the order of the file
    @Nullable PathNode shorter;

    void addRegex(RouteEntry entry) {
        foundRegexes.add(entry);
        regexes = foundRegexes.toArray(NONE);
    }

    void addPrefix(RouteEntry entry) {
        foundPrefixes.add(entry);
        prefixes = foundPrefixes.toArray(NONE);
    }
}
