package io.faultline.app.diagnose.ladder;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to one address, in the order it is gone: route, neighbour, TCP, TLS, HTTP.
 *
 * @param upstream whose endpoint it is, or "" where no configuration names one
 * @param endpoint the place as it is configured or typed: host and port
 * @param address the address and port that was tried
 */
public record Ladder(String upstream, String endpoint, String address, List<Rung> rungs) {

    public Ladder {
        rungs = List.copyOf(rungs);
    }

    /** The first one that broke, or null. */
    public @Nullable Rung broken() {
        for (Rung each : rungs) {
            if (each.isBroken()) {
                return each;
            }
        }
        return null;
    }

    public @Nullable Rung rung(String name) {
        for (Rung each : rungs) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return null;
    }
}
