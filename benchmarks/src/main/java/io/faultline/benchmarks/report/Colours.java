package io.faultline.benchmarks.report;

import java.util.List;

/** Everybody has the same colour in all charts; ours is the one that stands out. */
final class Colours {

    private static final List<String> ORDER =
            List.of(
                    "faultline",
                    "haproxy",
                    "nginx",
                    "caddy",
                    "direct",
                    "undertow",
                    "varnish",
                    "vertx");

    private Colours() {}

    static int of(String who) {
        int index = ORDER.indexOf(who);
        return index >= 0 ? index : who.startsWith("haproxy") ? 1 : ORDER.size() - 1;
    }

    /** Ours first, then as they are known, whatever ran first. */
    static int compare(String a, String b) {
        return Integer.compare(place(a), place(b));
    }

    private static int place(String who) {
        int index = ORDER.indexOf(who);
        return index >= 0 ? 2 * index : 2 * of(who) + 1;
    }
}
