package io.faultline.core.upstream;

import io.faultline.core.Layer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The suspicion that all endpoints of an upstream fail for one reason, which is then rather ours (route,
 * CA, DNS, firewall) than theirs. While it lasts nobody is ejected.
 *
 * @param layer on which every one of them fails
 * @param endpoints how many they are
 * @param evidence the fault that completed the picture
 * @param since when it was first suspected
 */
public record CommonCause(Layer layer, int endpoints, FaultSeen evidence, Instant since) {

    /** Checks that began to fail within this time of each other did so at once. */
    private static final long AT_ONCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** What the checks of all of them fail on, or null: of one endpoint alone there is no telling. */
    static @Nullable CommonCause ofChecks(List<Standing> roster, Instant now) {
        FaultSeen first = null;
        long earliest = 0;
        long latest = 0;
        int down = 0;
        for (Standing standing : roster) {
            if (standing.drained()) {
                continue;
            }
            FaultSeen fault = standing.endpoint.lastCheckFault();
            if (standing.verdict != HealthVerdict.DOWN || fault == null) {
                return null;
            }
            if (first != null && layer(first) != layer(fault)) {
                return null;
            }
            earliest =
                    down == 0
                            ? standing.downSinceNanos
                            : Math.min(earliest, standing.downSinceNanos);
            latest =
                    down == 0 ? standing.downSinceNanos : Math.max(latest, standing.downSinceNanos);
            first = first == null ? fault : first;
            down++;
        }
        return first != null && down > 1 && latest - earliest <= AT_ONCE_NANOS
                ? new CommonCause(layer(first), down, first, now)
                : null;
    }

    private static Layer layer(FaultSeen seen) {
        return seen.fault().code().layer();
    }

    @Override
    public String toString() {
        return "suspected since %s: all %d endpoints fail on %s at once, so rather our own side (route, DNS, CA, firewall) than all of them; ejections are held"
                .formatted(since, endpoints, layer);
    }
}
