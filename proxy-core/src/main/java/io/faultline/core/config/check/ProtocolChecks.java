package io.faultline.core.config.check;

import io.faultline.core.config.ListenerConfig;

/**
 * Cross-checks of a listener's protocol section, brought by whoever knows the protocol: a record that
 * checked itself would have to know everything that is made of it. The section may be damaged: see
 * {@link Findings#isSound}.
 */
@FunctionalInterface
public interface ProtocolChecks {

    ProtocolChecks NONE = (listener, findings) -> {};

    /**
     * @param listener the one the section belongs to
     */
    void check(ListenerConfig listener, Findings findings);
}
