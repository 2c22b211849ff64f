package io.faultline.core.upstream;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.upstream.EndpointConfig;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.timing.Ticker;
import io.faultline.core.upstream.balance.Target;
import io.faultline.core.upstream.member.Member;
import io.faultline.core.upstream.shared.ClusterLoad;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One address of a cluster, the same object for all workers and for as long as anybody knows it: a
 * new snapshot, a DNS refresh or a config reload finds it again by its address. So its load, its
 * counters and its faults survive all of them.
 *
 * <p>Workers write here what happens to connections, without locks. Whether the endpoint may take
 * anything is not its own business: that stands in the {@link EndpointSet}.
 */
public final class Endpoint implements Target {

    private static final VarHandle ACTIVE = counter("active", int.class);
    private static final VarHandle CONNECTS = counter("connects", long.class);
    private static final VarHandle FAILED_CONNECTS = counter("failedConnects", long.class);
    private static final VarHandle FAULTS_IN_A_ROW = counter("faultsInARow", int.class);
    private static final VarHandle FAILED_IN_A_ROW = counter("failedInARow", int.class);
    private static final VarHandle RUN_POSTED = counter("runPosted", boolean.class);

    /** Traffic that failed longer ago than this says nothing about now. */
    private static final long NEWS_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String cluster;
    private final InetSocketAddress address;
    private final PeerAddress peer;
    private final String name;
    private final ClusterLoad clusterLoad;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Consumer<Endpoint> onFaultRun;

    private volatile Member member;
    private volatile int faultRunLength; // 0: ejection is switched off

    private volatile int active;
    private volatile long connects;
    private volatile long failedConnects;
    private volatile int faultsInARow;
    private volatile boolean runPosted;
    private volatile @Nullable FaultSeen lastConnectFault;
    private volatile @Nullable FaultSeen lastCheckFault;
    private volatile int failedInARow; // exchanges that had their connection
    private volatile @Nullable FaultSeen lastExchangeFault;
    private volatile @Nullable Contradiction contradiction;

    /** @param onFaultRun told on a worker's loop, once until {@link #faultRunTaken} */
    Endpoint(
            String cluster,
            Member member,
            ClusterLoad clusterLoad,
            Ticker ticker,
            InstantSource clock,
            Consumer<Endpoint> onFaultRun) {
        this.cluster = cluster;
        this.address = member.address();
        this.peer = PeerAddress.from(address);
        this.name = peer.toString();
        this.clusterLoad = clusterLoad;
        this.ticker = ticker;
        this.clock = clock;
        this.onFaultRun = onFaultRun;
        this.member = member;
    }

    /** One outside of any cluster, for who asks an address by hand: nothing ejects it. */
    public static Endpoint alone(
            InetSocketAddress address, EndpointConfig config, Ticker ticker, InstantSource clock) {
        return new Endpoint(
                "", new Member(address, config), new ClusterLoad(), ticker, clock, endpoint -> {});
    }

    public String cluster() {
        return cluster;
    }

    public InetSocketAddress address() {
        return address;
    }

    /** The same as {@link #address}, and what it is known by in its cluster. */
    public PeerAddress peer() {
        return peer;
    }

    /** Address and port, as they stand in logs and labels. */
    @Override
    public String name() {
        return name;
    }

    /** The host as the config names it: the DNS name this address was found under, or the address. */
    public String hostname() {
        return member.config().address().host();
    }

    /** Which answer of DNS names this address now; 0 where no name is behind it. */
    public long dnsAnswer() {
        return member.answer();
    }

    /** The configured weight; the effective one stands in the {@link EndpointSet}. */
    public int weight() {
        return member.config().weight();
    }

    /** Takes sessions only when no other endpoint can. */
    public boolean backup() {
        return member.config().backup();
    }

    /** {@code drain: true} in the config; more may keep it out. */
    boolean isWrittenToDrain() {
        return member.config().drain();
    }

    /** A connect towards it begins. Must be matched by one {@link #release}, however it ends. */
    public void acquire() {
        ACTIVE.getAndAdd(this, 1);
        clusterLoad.add(1);
    }

    /** The connection is closed, or was never made. */
    public void release() {
        int before = (int) ACTIVE.getAndAdd(this, -1);
        assert before > 0 : name + " was released more often than acquired";
        clusterLoad.add(-1);
    }

    /** Connections now, pending connects included. */
    @Override
    public int active() {
        return active;
    }

    /** A connect has succeeded: whatever run of faults there was, it is over. */
    public void connectSucceeded() {
        CONNECTS.getAndAdd(this, 1L);
        if (faultsInARow != 0) { // the line stays shared between the workers while all goes well
            faultsInARow = 0;
        }
    }

    /** A connect has failed. Only what the endpoint did counts: our own side's faults never do. */
    public void connectFailed(Fault fault) {
        if (!fault.countsAgainstEndpoint()) {
            return;
        }
        FAILED_CONNECTS.getAndAdd(this, 1L);
        lastConnectFault = new FaultSeen(fault, clock.instant(), ticker.nanos());
        int inARow = (int) FAULTS_IN_A_ROW.getAndAdd(this, 1) + 1;
        int runLength = faultRunLength;
        // Each further full run asks again: the answer may have been "not now".
        if (runLength > 0
                && inARow % runLength == 0
                && RUN_POSTED.compareAndSet(this, false, true)) {
            onFaultRun.accept(this);
        }
    }

    /** An exchange got an answer that is none of a failure: whatever run of them there was is over. */
    public void answered() {
        if (failedInARow != 0) {
            failedInARow = 0;
        }
    }

    /** An exchange or a session failed on its connection. Only what the endpoint did counts. */
    public void exchangeFailed(Fault fault) {
        if (fault.countsAgainstEndpoint() && fault.code() != TransportFault.STALE_REUSE) {
            FAILED_IN_A_ROW.getAndAdd(this, 1);
            lastExchangeFault = new FaultSeen(fault, clock.instant(), ticker.nanos());
        }
    }

    /** What traffic fails on now, without anything that goes well in between; null where it does not. */
    public @Nullable FaultSeen failingOn() {
        FaultSeen seen = null;
        if (faultsInARow >= Contradiction.FAILS_FROM) {
            seen = lastConnectFault;
        } else if (failedInARow >= Contradiction.FAILS_FROM) {
            seen = lastExchangeFault;
        }
        return seen != null && ticker.nanos() - seen.atNanos() <= NEWS_NANOS ? seen : null;
    }

    /** Checks and traffic say the opposite, or null while they do not. Any thread. */
    public @Nullable Contradiction contradiction() {
        return contradiction;
    }

    /** Control thread: after each check that said something. */
    public void contradictionIs(@Nullable Contradiction found) {
        contradiction = found;
    }

    /** Connects that succeeded since the endpoint is known. */
    public long connects() {
        return connects;
    }

    /** Connects that failed by the endpoint's fault since it is known. */
    public long failedConnects() {
        return failedConnects;
    }

    /** Connect faults since the last connect that succeeded. */
    public int faultsInARow() {
        return faultsInARow;
    }

    /** What traffic saw last, or null while it saw nothing bad. */
    public @Nullable FaultSeen lastConnectFault() {
        return lastConnectFault;
    }

    /** Why the most recent failed check failed, or null when none ever did. */
    public @Nullable FaultSeen lastCheckFault() {
        return lastCheckFault;
    }

    /** The more recent of the two. */
    public @Nullable FaultSeen lastFault() {
        FaultSeen traffic = lastConnectFault;
        FaultSeen check = lastCheckFault;
        if (traffic == null || check == null) {
            return traffic == null ? check : traffic;
        }
        return traffic.atNanos() - check.atNanos() >= 0 ? traffic : check;
    }

    /** One active check failed; the verdict may still be up. Kept as evidence. */
    public void checkFailed(Fault fault) {
        lastCheckFault = new FaultSeen(fault, clock.instant(), ticker.nanos());
    }

    /** The same address, named by a new config or a new DNS answer. Control thread. */
    void memberIs(Member newMember) {
        assert newMember.address().equals(address);
        member = newMember;
    }

    /** How many faults in a row make a run; 0 for never. Control thread. */
    void faultRunLengthIs(int length) {
        faultRunLength = length;
    }

    /** The control thread has seen the run: the next one may be posted. */
    void faultRunTaken() {
        runPosted = false;
    }

    /** Back in service: what was before says nothing about now. Control thread. */
    void forgetFaultsInARow() {
        faultsInARow = 0;
    }

    @Override
    public String toString() {
        return cluster + "/" + name;
    }

    private static VarHandle counter(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(Endpoint.class, field, type);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
}
