package io.faultline.core.discovery.dns;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.timing.Ticker;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One DNS name over time: asked for at start, refreshed before its answer expires, retried with
 * growing pauses when a lookup fails.
 *
 * <p>A lookup that fails takes nothing away, whichever way it fails: NXDOMAIN and an empty answer are
 * what a broken deployment of DNS looks like far more often than they are an order to stop serving.
 * docs/adr/0007 tells why. Control thread only, except {@link #state}.
 */
public final class WatchedName implements AutoCloseable {

    /** An entry of the hosts file has no TTL; looking again costs one stat. */
    private static final long LOCAL_TTL_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** IPv4 first, then by number: the same answer in another order is the same answer. */
    private static final Comparator<InetAddress> ORDER =
            Comparator.comparing(InetAddress::getAddress, WatchedName::compareBytes);

    private final String name;
    private final DnsScope scope;
    private final ScheduledExecutorService control;
    private final Ticker ticker;
    private final RefreshPlan plan;
    private final Consumer<NameState> onLookup;
    private final Map<Family, List<InetAddress>> held = new EnumMap<>(Family.class);
    private volatile NameState state;
    private @Nullable Future<?> timer;
    private @Nullable Round round;

    /** @param onLookup told after each lookup, whatever it brought, and of the very first addresses */
    public WatchedName(
            String name,
            DnsScope scope,
            ScheduledExecutorService control,
            Ticker ticker,
            RandomGenerator random,
            Consumer<NameState> onLookup) {
        this.name = name;
        this.scope = scope;
        this.control = control;
        this.ticker = ticker;
        this.plan = new RefreshPlan(scope.config(), random);
        this.onLookup = onLookup;
        this.state = NameState.unasked(name, ticker.nanos());
    }

    /** The first lookup; the next ones follow by themselves. */
    public void start() {
        timer = null;
        try {
            lookUp();
        } catch (RuntimeException | LinkageError bug) {
            // Whatever it is (a class that cannot be loaded without a descriptor, say): asked
            // again.
            round = null;
            Fault fault = Fault.of(ApplicationFault.INTERNAL, Side.PROXY, Stage.RESOLVE);
            settle(Long.MAX_VALUE, fault.with("error", bug.toString()));
        }
    }

    private void lookUp() {
        List<InetAddress> local = scope.localAddresses(name);
        if (local.isEmpty()) {
            List<String> candidates = scope.candidates(name);
            round =
                    new Round(
                            scope.lookup(),
                            scope.families(),
                            candidates,
                            this::foundSome,
                            this::ended);
            round.start();
        } else {
            held.clear(); // nothing that DNS once said may come back beside them
            state = state.found(sorted(local), ticker.nanos());
            settle(LOCAL_TTL_NANOS, null);
        }
    }

    /** Any thread. */
    public NameState state() {
        return state;
    }

    /** Asks no more. What a lookup under way will bring is dropped. */
    @Override
    public void close() {
        round = null;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /**
     * Somebody whose name server never answers for one family must not wait for its timeout before the
     * first endpoint serves. Later on there is an answer at hand, and the whole one is waited for.
     */
    private void foundSome(Round of) {
        if (of == round && state.addresses().isEmpty()) {
            of.answers().forEach(this::hold);
            state = state.found(heldAddresses(), ticker.nanos());
            onLookup.accept(state);
        }
    }

    private void ended(Round of) {
        if (of != round) {
            return; // closed, or given up
        }
        round = null;
        if (of.foundAny()) {
            of.answers().forEach(this::hold);
            state = state.found(heldAddresses(), ticker.nanos());
        }
        settle(of.foundAny() ? of.ttlNanos() : Long.MAX_VALUE, of.fault());
    }

    /** One family of a name that exists. Where nobody could tell, the family keeps what it had. */
    private void hold(Family family, Answer answer) {
        switch (answer) {
            case Answer.Found found -> held.put(family, found.addresses());
            case Answer.None none -> held.remove(family);
            case Answer.Unknown unknown -> {}
        }
    }

    private void settle(long ttlNanos, @Nullable Fault fault) {
        boolean serving = !state.addresses().isEmpty();
        long expires = plan.afterAnswer(ttlNanos);
        long pauseNanos =
                fault == null
                        ? expires
                        : Math.min(expires, plan.afterFailure(state.failuresInARow() + 1, serving));
        state = state.ended(fault, ticker.nanos() + pauseNanos);
        timer = control.schedule(this::start, pauseNanos, TimeUnit.NANOSECONDS);
        onLookup.accept(state);
    }

    private List<InetAddress> heldAddresses() {
        return sorted(held.values().stream().flatMap(List::stream).toList());
    }

    private static List<InetAddress> sorted(List<InetAddress> addresses) {
        List<InetAddress> sorted = new ArrayList<>(addresses.stream().distinct().toList());
        sorted.sort(ORDER);
        return List.copyOf(sorted);
    }

    private static int compareBytes(byte[] left, byte[] right) {
        return left.length != right.length
                ? left.length - right.length
                : Arrays.compareUnsigned(left, right);
    }
}
