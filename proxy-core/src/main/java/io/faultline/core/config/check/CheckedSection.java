package io.faultline.core.config.check;

import io.faultline.core.config.ListenerConfig;

/**
 * A protocol's section whose keys must fit each other, by rules that only the protocol knows. Its
 * record implements this, and is asked together with all other checks.
 */
public interface CheckedSection {

    /**
     * @param listener the one the section belongs to
     */
    void check(ListenerConfig listener, Findings findings);
}
