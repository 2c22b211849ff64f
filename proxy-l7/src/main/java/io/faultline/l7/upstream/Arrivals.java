package io.faultline.l7.upstream;

import io.faultline.core.config.upstream.UpstreamConfig.Speaks;
import io.faultline.core.fault.Fault;
import io.faultline.core.upstream.Endpoint;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one worker that are being made and that many exchanges can share. Requests that come
 * meanwhile wait for them: a burst would otherwise make a connection for each of its requests, and then
 * need one.
 *
 * <p>A connection has arrived when the endpoint has said how many exchanges it takes at once. Until an
 * endpoint is known to speak HTTP/2, nobody waits. On the worker's loop only.
 */
public final class Arrivals {

    /** A request that waits. Exactly one of the two happens, unless it has been forgotten. */
    public interface Waiter {

        /** A connection that has room; its endpoint is not acquired yet. It is to be begun at once. */
        void onReady(UpstreamConnection connection);

        /** @param fault why there is no connection; null when there is one without room, or nobody tried */
        void onNoArrival(@Nullable Fault fault);
    }

    private static final class Arrival {
        private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();
        private int making;
    }

    /** What an endpoint is taken to allow before it has said so; most allow as many. */
    private static final int USUAL_ROOM = 100;

    private final Speaks speaks;
    private final int expectedBeside; // the exchange for which a connection is made
    private final Map<Endpoint, Arrival> arrivals = new HashMap<>();
    private final Set<Endpoint> known = Collections.newSetFromMap(new WeakHashMap<>());

    /** @param most exchanges that are put on one connection */
    Arrivals(Speaks speaks, int most) {
        this.speaks = speaks;
        this.expectedBeside = Math.min(USUAL_ROOM, most) - 1;
    }

    /** Waits for a connection that is being made, if there is one that is worth waiting for. */
    public boolean tryJoin(Endpoint endpoint, Waiter waiter) {
        Arrival arrival = arrivals.isEmpty() ? null : arrivals.get(endpoint);
        if (arrival == null
                || !isShared(endpoint)
                || arrival.waiting.size() >= arrival.making * expectedBeside) {
            return false;
        }
        arrival.waiting.addLast(waiter);
        return true;
    }

    private boolean isShared(Endpoint endpoint) {
        return switch (speaks) {
            case H1 -> false;
            case H2, H2C -> true;
            case AUTO -> known.contains(endpoint);
        };
    }

    /** Its patience has ended, or its client has left. */
    public void forget(Endpoint endpoint, Waiter waiter) {
        Arrival arrival = arrivals.get(endpoint);
        if (arrival != null) {
            arrival.waiting.remove(waiter);
        }
    }

    // ---- told by who makes a connection

    public void begins(Endpoint endpoint) {
        if (speaks != Speaks.H1) {
            arrivals.computeIfAbsent(endpoint, unseen -> new Arrival()).making++;
        }
    }

    /** @param fault null when nobody wanted it any more */
    public void failed(Endpoint endpoint, @Nullable Fault fault) {
        Arrival arrival = over(endpoint);
        if (arrival != null && arrival.making == 0) {
            release(arrival, fault);
        }
    }

    /** It speaks HTTP/1: nobody can share it. */
    void connectedAlone(Endpoint endpoint) {
        known.remove(endpoint);
        failed(endpoint, null);
    }

    /** It speaks HTTP/2, and has yet to say how much it takes. */
    void connected(Endpoint endpoint) {
        if (speaks == Speaks.AUTO) {
            known.add(endpoint);
        }
    }

    /** It has said so. */
    void arrived(UpstreamConnection connection) {
        Arrival arrival = over(connection.endpoint());
        if (arrival == null) {
            return;
        }
        while (connection.room() > 0 && !arrival.waiting.isEmpty()) {
            arrival.waiting.removeFirst().onReady(connection);
        }
        if (arrival.making == 0) {
            release(arrival, null);
        }
    }

    private @Nullable Arrival over(Endpoint endpoint) {
        Arrival arrival = arrivals.get(endpoint);
        if (arrival != null && --arrival.making == 0) {
            arrivals.remove(endpoint);
        }
        return arrival;
    }

    /** All at once: the first of them begins another connection, which the others may join. */
    private static void release(Arrival arrival, @Nullable Fault fault) {
        while (!arrival.waiting.isEmpty()) {
            arrival.waiting.removeFirst().onNoArrival(fault);
        }
    }
}
