package io.faultline.core.runtime;

import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.fault.ledger.Change;
import io.faultline.core.runtime.listening.ListenerGroup;
import io.faultline.core.spi.ProtocolFactory;
import io.faultline.core.tls.CertificateStore;
import io.faultline.core.tls.CertificateWatch;
import io.faultline.core.tls.HandshakeCap;
import io.faultline.core.tls.TlsOrigination;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The way from one configuration to the next. Whatever can fail happens in {@link #prepare}, beside what
 * is in force and without touching it; {@link #putInForce} then only exchanges references, between two
 * turns of each worker's loop. On the control thread, but for the first one.
 */
final class Transition {

    private static final long FIRST = 1;
    private static final Duration NAMES_WAIT = Duration.ofSeconds(1);
    private static final long LOOK_MILLIS = 20;

    private final ServerParts parts;
    private final LoadedConfig loaded;
    private final long generation;
    private final UpstreamPlan upstreams;
    private final CertificateStores stores;
    private final Listeners listeners;
    private final HandshakeCap handshakes;

    private Transition(
            ServerParts parts,
            LoadedConfig loaded,
            long generation,
            UpstreamPlan upstreams,
            CertificateStores stores,
            Listeners listeners,
            HandshakeCap handshakes) {
        this.parts = parts;
        this.loaded = loaded;
        this.generation = generation;
        this.upstreams = upstreams;
        this.stores = stores;
        this.listeners = listeners;
        this.handshakes = handshakes;
    }

    /**
     * Builds and binds everything that is not there yet.
     *
     * @param before what is in force, or null at the start
     * @throws StartFailure when something cannot be had; nothing has changed then
     */
    static Transition prepare(
            ServerParts parts,
            List<ProtocolFactory<?>> protocols,
            @Nullable RuntimeSnapshot before,
            LoadedConfig loaded)
            throws StartFailure {
        long generation = before == null ? FIRST : before.generation() + 1;
        var stores =
                new CertificateStores(
                        parts.certificates(),
                        before == null ? List.of() : before.certificates(),
                        loaded.beside(),
                        parts.surroundings().say());
        var listeners = new Listeners(parts, before == null ? List.of() : before.listeners());
        UpstreamPlan upstreams = parts.upstreams().plan(loaded);
        var intakes = new Intakes(parts, loaded, generation, protocols, upstreams.all(), stores);
        boolean ready = false;
        try {
            listeners.plan(loaded.config().listeners(), intakes);
            ready = true;
            return new Transition(
                    parts, loaded, generation, upstreams, stores, listeners, intakes.handshakes());
        } finally {
            if (!ready) { // whatever was thrown, nothing of it stays
                listeners.abandon();
                stores.abandon();
                parts.control().execute(upstreams::abandon);
            }
        }
    }

    /** Control thread. */
    void lookUpNames() {
        if (generation == FIRST) {
            enterTimeLine(); // what its names stand for comes behind it
            parts.upstreams().putInForce(upstreams); // to be seen while they are looked up
        }
        upstreams.lookUpNames();
    }

    /** Until then clients wait in the kernel's queue. When DNS is down, they do not wait for long. */
    void whenNamesAreKnown(Runnable then) {
        whenNamesAreKnown(parts.nanos() + NAMES_WAIT.toNanos(), then);
    }

    private void whenNamesAreKnown(long deadlineNanos, Runnable then) {
        if (upstreams.isWaitingForNames() && parts.nanos() - deadlineNanos < 0) {
            parts.control()
                    .schedule(
                            () -> whenNamesAreKnown(deadlineNanos, then),
                            LOOK_MILLIS,
                            TimeUnit.MILLISECONDS);
        } else {
            then.run();
        }
    }

    /** What will be in force. */
    RuntimeSnapshot prepared() {
        return new RuntimeSnapshot(
                generation, loaded, listeners.groups(), stores.all(), handshakes);
    }

    /** From now on this is what clients meet. Control thread. */
    RuntimeSnapshot putInForce() {
        parts.faults()
                .names(
                        loaded.config().listeners().stream()
                                .map(ListenerConfig::name)
                                .collect(Collectors.toSet()),
                        loaded.config().upstreams().keySet());
        if (generation > FIRST) {
            enterTimeLine();
        }
        stores.putInForce();
        upstreams.opened().forEach(parts.certificates()::add);
        parts.upstreams().putInForce(upstreams);
        List<ListenerGroup> gone = listeners.gone();
        listeners.putInForce();
        gone.forEach(this::leave);
        retire();
        return prepared();
    }

    private void enterTimeLine() {
        parts.faults()
                .changes()
                .add(Change.Kind.CONFIG, loaded.source().toString(), generation, "");
    }

    /** A listener that closes takes in what the kernel had queued; those are told to end as well. */
    private void leave(ListenerGroup group) {
        group.close();
        for (WorkerRoom room : parts.rooms()) {
            room.settled().thenRun(() -> room.drain(group.name(), generation));
        }
    }

    private void retire() {
        CertificateWatch watch = parts.certificates();
        for (CertificateStore store : stores.replaced()) {
            parts.retirement().add(generation - 1, () -> watch.retire(store));
        }
        for (TlsOrigination origination : upstreams.replaced()) {
            parts.retirement().add(generation - 1, () -> watch.retire(origination));
        }
    }

    /** Will not be in force after all. Control thread. */
    void abandon() {
        listeners.abandon();
        stores.abandon();
        upstreams.abandon();
    }
}
