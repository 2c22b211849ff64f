package io.faultline.core.upstream.health;

import io.faultline.core.fault.Fault;
import io.faultline.core.upstream.Contradiction;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.HealthVerdict;
import org.jspecify.annotations.Nullable;

/** Hears of checks, on the control thread. Must not block. */
public interface HealthListener {

    HealthListener SILENT = new HealthListener() {};

    /** One check ended. */
    default void checked(Endpoint endpoint, Prober.Outcome outcome, CheckState now) {}

    /**
     * Checks and traffic begin to say the opposite of the endpoint, or cease to.
     *
     * @param now null when they agree again
     */
    default void contradicts(Endpoint endpoint, @Nullable Contradiction now) {}

    /**
     * The verdict changed, and the cluster knows.
     *
     * @param fault the last failed check's when the endpoint went down, or null
     */
    default void verdictChanged(
            Endpoint endpoint, HealthVerdict from, HealthVerdict to, @Nullable Fault fault) {}
}
