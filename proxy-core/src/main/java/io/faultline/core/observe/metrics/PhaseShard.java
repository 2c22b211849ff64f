package io.faultline.core.observe.metrics;

import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Timeline;
import java.util.Arrays;

/**
 * One worker's part of the histograms of some phases. A phase that took no time is not counted, so the
 * count of a phase says how many had it at all.
 */
final class PhaseShard {

    private final Phase[] phases;
    private final DurationShard[] shards;

    private PhaseShard(Phase[] phases) {
        this.phases = phases;
        this.shards = new DurationShard[phases.length];
        Arrays.setAll(shards, unused -> new DurationShard(Buckets.PHASE));
    }

    /** The phases in which an upstream is waited for. */
    static PhaseShard ofUpstream() {
        return new PhaseShard(phases(true));
    }

    /** The others: the client, and ourselves. */
    static PhaseShard ofListener() {
        return new PhaseShard(phases(false));
    }

    static Phase[] phases(boolean ofUpstream) {
        return Arrays.stream(Phase.values())
                .filter(phase -> phase.isUpstream() == ofUpstream)
                .toArray(Phase[]::new);
    }

    /** On the owner's thread only. */
    void record(Timeline timeline) {
        for (int i = 0; i < phases.length; i++) {
            long nanos = timeline.spent(phases[i]);
            if (nanos > 0) {
                shards[i].record(nanos);
            }
        }
    }

    /** On any thread. */
    void addTo(int phase, DurationTotal total) {
        shards[phase].addTo(total);
    }

    /** Adds what each phase took to a place of its own, by ordinal. On any thread. */
    void addNanosTo(long[] nanosByPhase) {
        for (int i = 0; i < phases.length; i++) {
            nanosByPhase[phases[i].ordinal()] += shards[i].nanos();
        }
    }

    /** How many had this phase at all; 0 where it is not one of these. On any thread. */
    long count(Phase phase) {
        for (int i = 0; i < phases.length; i++) {
            if (phases[i] == phase) {
                return shards[i].count();
            }
        }
        return 0;
    }
}
