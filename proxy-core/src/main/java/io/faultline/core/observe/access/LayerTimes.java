package io.faultline.core.observe.access;

import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Timeline;
import java.util.Arrays;

/**
 * How long a session or an exchange was in each {@link Phase}, in microseconds. They add up to its total
 * exactly: what is lost to rounding in one phase comes back in the next.
 */
public final class LayerTimes {

    private static final Phase[] PHASES = Phase.values();
    private static final long NANOS_PER_MICRO = 1_000;

    /** Of what never began. */
    public static final LayerTimes NONE = new LayerTimes(new long[PHASES.length]);

    private final long[] micros;

    private LayerTimes(long[] micros) {
        this.micros = micros;
    }

    public static LayerTimes of(Timeline timeline) {
        long[] micros = new long[PHASES.length];
        long nanos = 0;
        long before = 0;
        for (Phase phase : PHASES) {
            nanos += timeline.spent(phase);
            micros[phase.ordinal()] = nanos / NANOS_PER_MICRO - before;
            before = nanos / NANOS_PER_MICRO;
        }
        return new LayerTimes(micros);
    }

    public long micros(Phase phase) {
        return micros[phase.ordinal()];
    }

    /** All of them: the time from the beginning to the end. */
    public long sum() {
        return Arrays.stream(micros).sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LayerTimes times && Arrays.equals(micros, times.micros);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(micros);
    }

    /** {@code loop=12 wait=480}: those that took any time. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (Phase phase : PHASES) {
            if (micros(phase) != 0) {
                text.append(text.isEmpty() ? "" : " ");
                text.append(phase.label()).append('=').append(micros(phase));
            }
        }
        return text.toString();
    }
}
