package io.faultline.app.admin;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A path with places in braces that take any one segment. */
final class PathPattern {

    private final String[] segments;

    PathPattern(String path) {
        this.segments = path.split("/", -1);
    }

    static boolean is(String path) {
        return path.indexOf('{') >= 0;
    }

    /** What stands in the places, or null where the path is another one. */
    @Nullable Map<String, String> match(String path) {
        String[] given = path.split("/", -1);
        if (given.length != segments.length) {
            return null;
        }
        Map<String, String> found = new TreeMap<>();
        for (int i = 0; i < given.length; i++) {
            String wanted = segments[i];
            if (is(wanted)) {
                if (given[i].isEmpty()) {
                    return null;
                }
                found.put(wanted.substring(1, wanted.length() - 1), given[i]);
            } else if (!wanted.equals(given[i])) {
                return null;
            }
        }
        return found;
    }
}
