package io.faultline.core.upstream;

import io.faultline.core.Layer;
import java.time.Instant;

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

    @Override
    public String toString() {
        return "suspected since %s: all %d endpoints fail on %s at once, so rather our own side (route, DNS, CA, firewall) than all of them; ejections are held"
                .formatted(since, endpoints, layer);
    }
}
