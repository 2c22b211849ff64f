package io.faultline.core.upstream;

import io.faultline.core.fault.Fault;
import java.time.Instant;

/** A fault and when it was seen, on both clocks: one for people, one to measure with. */
public record FaultSeen(Fault fault, Instant at, long atNanos) {

    @Override
    public String toString() {
        return fault + " at " + at;
    }
}
