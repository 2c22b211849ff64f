package io.faultline.core.upstream.health;

import io.faultline.core.Layer;
import io.faultline.core.fault.Fault;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tries an address once. What a try consists of is the implementation's. */
public interface Prober {

    /**
     * Begins one try. Control thread; {@code done} is called there exactly once, unless the probe is
     * cancelled first, and may be called before this returns.
     *
     * @param hostname the endpoint's host as it is written: what TLS and HTTP call it
     */
    Probe begin(InetSocketAddress target, String hostname, Consumer<Outcome> done);

    /** The layer up to which it looks: what breaks above it, it cannot see. */
    default Layer reaches() {
        return Layer.L4;
    }

    /** A try under way. */
    @FunctionalInterface
    interface Probe {
        /** Ends it without a word; nothing of it is left behind. */
        void cancel();
    }

    /** How a try ended; no fault means that all went well. */
    record Outcome(@Nullable Fault fault, long durationNanos) {

        /** Our own host was short of something: this says nothing about the endpoint. */
        boolean inconclusive() {
            return fault != null && !fault.countsAgainstEndpoint();
        }
    }
}
