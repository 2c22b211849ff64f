package io.faultline.core.upstream.shared;

import io.faultline.core.upstream.member.Member;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections that the pools of all workers hold to one upstream together, where that is bounded.
 * Workers never take connections from each other: one that is refused waits here for a place, and
 * whoever closes a connection wakes the next. Those that have none at all come first, or a worker whose
 * own connections come back to it would starve the others.
 *
 * <p>Touched when a connection is made or closed and when somebody waits: not by a request that finds a
 * connection. From any thread.
 */
public final class PooledConnections {

    /** One worker's pool. Called from any thread. */
    public interface Member {

        /** A connection was closed somewhere: there may be a place now. */
        void placeCameFree();

        /** Another pool waits: connections without a request should make way. */
        void anotherWaits();
    }

    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger starving = new AtomicInteger();
    private final Queue<Member> haveSome = new ConcurrentLinkedQueue<>();
    private final Queue<Member> haveNone = new ConcurrentLinkedQueue<>();
    private final List<Member> members = new CopyOnWriteArrayList<>();

    public void join(Member member) {
        members.add(member);
    }

    public void part(Member member) {
        members.remove(member);
    }

    /** Takes a place for one connection, unless that would be more than the limit. */
    public boolean tryTake(int limit) {
        int seen = held.get();
        while (seen < limit) {
            int witness = held.compareAndExchange(seen, seen + 1);
            if (witness == seen) {
                return true;
            }
            seen = witness;
        }
        return false;
    }

    /** Once for each place that was taken. */
    public void giveBack() {
        int left = held.decrementAndGet();
        assert left >= 0 : "more places given back than taken";
        wakeNext();
    }

    /** Whoever was told has no use for the place, or another one may be free as well. */
    public void passOn() {
        wakeNext();
    }

    /**
     * This member has requests that wait for a place. It is told once when there may be one; so it looks
     * again right after this, for a place may have come free before it was listed.
     */
    public void await(Member member, boolean hasNone) {
        waiting.incrementAndGet();
        if (hasNone) {
            starving.incrementAndGet();
        }
        (hasNone ? haveNone : haveSome).add(member);
        for (Member other : members) {
            if (other != member) {
                other.anotherWaits();
            }
        }
    }

    private void wakeNext() {
        Member next = haveNone.poll();
        if (next != null) {
            starving.decrementAndGet();
        } else {
            next = haveSome.poll();
        }
        if (next != null) {
            waiting.decrementAndGet();
            next.placeCameFree();
        }
    }

    /** Some pool waits for a place. */
    public boolean isAwaited() {
        return waiting.get() > 0;
    }

    /** Some pool waits and has no connection at all. */
    public boolean isAwaitedByStarving() {
        return starving.get() > 0;
    }

    public int held() {
        return held.get();
    }
}
