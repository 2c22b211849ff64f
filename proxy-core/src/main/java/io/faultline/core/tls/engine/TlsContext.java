package io.faultline.core.tls.engine;

import io.netty.internal.tcnative.SSLContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What connections with the same settings share: versions, ciphers, ticket keys. Counted, because a
 * reload replaces it while connections made from it live on; the last one to go frees it.
 */
public final class TlsContext {

    private final long pointer;
    private final AtomicInteger users = new AtomicInteger(1);
    private final Map<Long, PeerCheck> checks = new ConcurrentHashMap<>();
    private final Map<Long, TlsEngine> resuming = new ConcurrentHashMap<>();
    private final ClientSessions sessions = new ClientSessions();

    TlsContext(long pointer) {
        this.pointer = pointer;
    }

    long pointer() {
        return pointer;
    }

    /** The native code asks back for the connection whose peer's certificate it has just read. */
    void check(long ssl, PeerCheck check) {
        checks.put(ssl, check);
    }

    @Nullable PeerCheck checkOf(long ssl) {
        return checks.get(ssl);
    }

    /** The native code asks back for the connection whose server has just given it a session. */
    void keepSessionsOf(long ssl, TlsEngine engine) {
        resuming.put(ssl, engine);
    }

    @Nullable TlsEngine resuming(long ssl) {
        return resuming.get(ssl);
    }

    /** What servers gave those that were made from this context. */
    ClientSessions sessions() {
        return sessions;
    }

    /** How many sessions can be offered to servers: for tests. */
    public int sessionCount() {
        return sessions.count();
    }

    void forget(long ssl) {
        checks.remove(ssl);
        resuming.remove(ssl);
    }

    /** Whoever holds a reference may give another one. */
    public void retain() {
        if (users.getAndIncrement() <= 0) {
            throw new IllegalStateException("the TLS context is freed already");
        }
    }

    public void release() {
        if (users.decrementAndGet() == 0) {
            sessions.free();
            SSLContext.free(pointer);
        }
    }

    /** How many connections and owners hold it: for tests that look for leaks. */
    public int users() {
        return users.get();
    }
}
