package io.faultline.core.tls.engine;

import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLSession;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

    private final Map<String, ArrayDeque<Kept>> byServer = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Has the handshake of this connection offer a session, if there is one.
     *
     * @return when the certificate behind it was checked, or null when none is offered
     */
    @Nullable Long offer(String server, long ssl, long nowNanos) {
        Kept found = take(server);
        if (found == null) {
            return null;
        }
        boolean offered =
                nowNanos - found.provenNanos() < PROOF_NANOS
                        && SSL.setSession(ssl, found.session());
        if (offered && !SSLSession.shouldBeSingleUse(found.session())) {
            keep(server, found.session(), found.provenNanos());
        } else {
            SSLSession.free(found.session()); // a handshake that offers it holds it itself
        }
        return offered ? found.provenNanos() : null;
    }

    /** The youngest; the last one takes its server's place with it. */
    private @Nullable Kept take(String server) {
        var taken = new @Nullable Kept[1];
        byServer.computeIfPresent(
                server,
                (name, kept) -> {
                    taken[0] = kept.pollLast();
                    count.addAndGet(taken[0] == null ? 0 : -1);
                    return kept.isEmpty() ? null : kept;
                });
        return taken[0];
    }

    /** Takes a session over. */
    void keep(String server, long session, long provenNanos) {
        byServer.compute(
                server,
                (name, known) -> {
                    var kept = known == null ? new ArrayDeque<Kept>(2) : known;
                    kept.addLast(new Kept(session, provenNanos));
                    count.incrementAndGet();
                    return kept.size() > MOST_PER_SERVER ? withoutOldest(kept) : kept;
                });
        if (count.get() > MOST) {
            dropOneOfEach(); // servers come and go
        }
    }

    private void dropOneOfEach() {
        for (String server : byServer.keySet()) {
            byServer.computeIfPresent(server, (name, kept) -> withoutOldest(kept));
        }
    }

    private @Nullable ArrayDeque<Kept> withoutOldest(ArrayDeque<Kept> from) {
        Kept oldest = from.pollFirst();
        if (oldest != null) {
            count.decrementAndGet();
            SSLSession.free(oldest.session());
        }
        return from.isEmpty() ? null : from;
    }

    int count() {
        return count.get();
    }

    /** With the context. */
    void free() {
        while (!byServer.isEmpty()) {
            dropOneOfEach();
        }
    }
}
