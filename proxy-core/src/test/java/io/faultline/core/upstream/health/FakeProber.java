package io.faultline.core.upstream.health;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.timing.Ticker;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Each probe ends at once with what the test has set for its address, or hangs until it is ended. */
final class FakeProber implements Prober {

    /** One probe that was begun. */
    static final class Begun {
        final InetSocketAddress target;
        final long atNanos;
        private final Consumer<Outcome> done;
        boolean cancelled;

        Begun(InetSocketAddress target, long atNanos, Consumer<Outcome> done) {
            this.target = target;
            this.atNanos = atNanos;
            this.done = done;
        }

        void ends(@Nullable Fault fault) {
            done.accept(new Outcome(fault, 1_000));
        }
    }

    static final Fault REFUSED =
            Fault.of(TransportFault.CONNECT_REFUSED, Side.UPSTREAM, Stage.CONNECT);
    static final Fault NO_FILES =
            Fault.of(TransportFault.FILES_EXHAUSTED, Side.PROXY, Stage.CONNECT);

    private final Ticker ticker;
    private final Map<String, Fault> failing = new HashMap<>();
    final List<Begun> begun = new ArrayList<>();
    boolean hangs;
    boolean breaks;

    FakeProber(Ticker ticker) {
        this.ticker = ticker;
    }

    void fails(String host, Fault fault) {
        failing.put(host, fault);
    }

    void passes(String host) {
        failing.remove(host);
    }

    int begunAt(String host) {
        return (int) begun.stream().filter(b -> host(b.target).equals(host)).count();
    }

    Begun last() {
        return begun.getLast();
    }

    @Override
    public Probe begin(InetSocketAddress target, String hostname, Consumer<Outcome> done) {
        var one = new Begun(target, ticker.nanos(), done);
        begun.add(one);
        if (breaks) {
            throw new IllegalStateException("a bug");
        }
        if (!hangs) {
            one.ends(failing.get(host(target)));
        }
        return () -> one.cancelled = true;
    }

    private static String host(InetSocketAddress address) {
        return address.getAddress().getHostAddress();
    }
}
