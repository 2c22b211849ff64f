package io.faultline.core.discovery;

import io.faultline.core.discovery.dns.NameState;

/** Hears of each lookup's end, on the control thread. Must not block. */
@FunctionalInterface
public interface DiscoveryListener {
    /** @param before the name's state until now, so that a listener sees what has changed */
    void lookedUp(String upstream, NameState before, NameState now);
}
