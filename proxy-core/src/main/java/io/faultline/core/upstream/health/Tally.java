package io.faultline.core.upstream.health;

import io.faultline.core.upstream.HealthVerdict;

/**
 * Turns single outcomes into a verdict. The first one decides alone: until then the config's {@code
 * initially} stands in for knowledge, and any knowledge is better. From then on it takes {@code fall}
 * failures in a row to go down and {@code rise} successes in a row to come up again.
 */
final class Tally {

    private final int rise;
    private final int fall;
    private HealthVerdict verdict;
    private int against; // outcomes in a row that speak against the verdict

    Tally(int rise, int fall, HealthVerdict verdict) {
        this.rise = rise;
        this.fall = fall;
        this.verdict = verdict;
    }

    HealthVerdict verdict() {
        return verdict;
    }

    /** Outcomes in a row that speak against the verdict, 0 when the last one agreed. */
    int against() {
        return against;
    }

    HealthVerdict add(boolean good) {
        HealthVerdict says = good ? HealthVerdict.UP : HealthVerdict.DOWN;
        against = says == verdict ? 0 : against + 1;
        if (verdict == HealthVerdict.UNCHECKED || against == (good ? rise : fall)) {
            verdict = says;
            against = 0;
        }
        return verdict;
    }
}
