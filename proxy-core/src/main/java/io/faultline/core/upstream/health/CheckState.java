package io.faultline.core.upstream.health;

import io.faultline.core.fault.Fault;
import io.faultline.core.upstream.HealthVerdict;
import org.jspecify.annotations.Nullable;

/**
 * What active checks know of one endpoint; immutable, so that metrics and the admin page may read it
 * on their own threads. It says nothing about traffic: where the two contradict each other, both are
 * to be shown.
 *
 * @param against outcomes in a row that speak against the verdict
 * @param passed checks that went well
 * @param failed checks that failed by the endpoint's fault
 * @param inconclusive checks that our own host could not make (no descriptor, no port)
 * @param lastDurationNanos how long the last check took; 0 before the first
 * @param lastFault why the last failed or inconclusive check was one, or null when none ever was
 */
public record CheckState(
        HealthVerdict verdict,
        int against,
        long passed,
        long failed,
        long inconclusive,
        long lastDurationNanos,
        @Nullable Fault lastFault) {

    static CheckState unchecked(HealthVerdict verdict) {
        return new CheckState(verdict, 0, 0, 0, 0, 0, null);
    }

    CheckState after(Prober.Outcome outcome, Tally tally) {
        Fault fault = outcome.fault();
        boolean ours = outcome.inconclusive();
        return new CheckState(
                tally.verdict(),
                tally.against(),
                passed + (fault == null ? 1 : 0),
                failed + (fault != null && !ours ? 1 : 0),
                inconclusive + (ours ? 1 : 0),
                outcome.durationNanos(),
                fault == null ? lastFault : fault);
    }
}
