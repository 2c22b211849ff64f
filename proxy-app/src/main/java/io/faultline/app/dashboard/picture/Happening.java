package io.faultline.app.dashboard.picture;

import io.faultline.core.Layer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something on the time line.
 *
 * @param layer where faults began, null where nothing broke
 * @param text one sentence
 */
public record Happening(Instant at, Kind kind, @Nullable Layer layer, String text) {

    /** What it is; in the order of the lanes. */
    public enum Kind {
        CONFIG,
        CERTIFICATE,
        DNS,
        ORDER, // somebody drained, weighted or forced an endpoint
        ENDPOINT, // is in another state than before
        FAULT // of a layer and an upstream, after two minutes without any
    }
}
