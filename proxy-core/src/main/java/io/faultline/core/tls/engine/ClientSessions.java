package io.faultline.core.tls.engine;

import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLSession;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that servers gave us, so that the next handshake needs no certificate. They belong to one
 * {@link TlsContext}: other authorities or another certificate of ours are another context, with none of
 * these. Within it they are kept by who gave them, and under which name.
 *
 * <p>Bounded, and a proof is not good for ever: an hour behind the last certificate that was checked a
 * full handshake is due, however often the session was renewed meanwhile. From any loop.
 */
final class ClientSessions {

    /** A burst of connections to one server can take as many; TLS 1.3 uses each one once. */
    static final int MOST_PER_SERVER = 8;

    static final int MOST = 4096;

    private static final long PROOF_NANOS = TimeUnit.HOURS.toNanos(1);

    private record Kept(long session, long provenNanos) {}

    private final Map<String, Deque<Kept>> byServer = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Has the handshake of this connection offer a session, if there is one.
     *
     * @return when the certificate behind it was checked, or null when none is offered
     */
    @Nullable Long offer(String server, long ssl, long nowNanos) {
        Deque<Kept> kept = byServer.get(server);
        Kept found = kept == null ? null : kept.pollLast();
        if (found == null) {
            return null;
        }
        count.decrementAndGet();
        boolean offered =
                nowNanos - found.provenNanos() < PROOF_NANOS
                        && SSL.setSession(ssl, found.session());
        boolean again = offered && !SSLSession.shouldBeSingleUse(found.session());
        if (again) {
            keep(server, found.session(), found.provenNanos());
        } else {
            SSLSession.free(found.session()); // a handshake that offers it holds it itself
        }
        return offered ? found.provenNanos() : null;
    }

    /** Takes a session over. */
    void keep(String server, long session, long provenNanos) {
        Deque<Kept> kept =
                byServer.computeIfAbsent(server, unseen -> new ConcurrentLinkedDeque<>());
        kept.addLast(new Kept(session, provenNanos));
        count.incrementAndGet();
        if (kept.size() > MOST_PER_SERVER) {
            drop(kept);
        } else if (count.get() > MOST) {
            byServer.values().forEach(this::drop); // one of each: servers come and go
            byServer.values().removeIf(Deque::isEmpty);
        }
    }

    private void drop(Deque<Kept> from) {
        Kept oldest = from.pollFirst();
        if (oldest != null) {
            count.decrementAndGet();
            SSLSession.free(oldest.session());
        }
    }

    int count() {
        return count.get();
    }

    /** With the context. */
    void free() {
        for (Deque<Kept> kept : byServer.values()) {
            while (!kept.isEmpty()) {
                drop(kept);
            }
        }
    }
}
