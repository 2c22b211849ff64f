package io.faultline.core.tls;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.SessionFault;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many handshakes with clients may be under way at once, on all workers together. Each holds memory
 * outside the heap and will cost a signature: a crowd that comes back at once is better turned away in
 * part than served so slowly that all of it gives up.
 */
public final class HandshakeCap {

    private final String key;
    private final int most;
    private final String origin;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<String, HandshakeCap> ofListeners = new ConcurrentSkipListMap<>();

    /**
     * @param key as it stands in the configuration
     * @param most 0 for no cap
     * @param origin the file and line that set it
     */
    public HandshakeCap(String key, int most, String origin) {
        this.key = key;
        this.most = most;
        this.origin = origin;
    }

    /** A listener has a narrower one of its own besides. */
    public void narrowed(String listener, HandshakeCap narrower) {
        ofListeners.put(listener, narrower);
    }

    /** The narrower ones, by listener. From any thread. */
    public Map<String, HandshakeCap> ofListeners() {
        return Collections.unmodifiableMap(ofListeners);
    }

    boolean enter() {
        if (underWay.incrementAndGet() > most && most > 0) {
            underWay.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        underWay.decrementAndGet();
    }

    /** Handshakes that have begun and not ended. From any thread. */
    public int underWay() {
        return underWay.get();
    }

    /** 0 for no cap. */
    public int most() {
        return most;
    }

    public String key() {
        return key;
    }

    /** The file and line that set it. */
    public String origin() {
        return origin;
    }

    Fault reached() {
        return Fault.of(SessionFault.CONNECTION_LIMIT, Side.PROXY, Stage.TLS)
                .with("cap", key)
                .with("limit", Integer.toString(most))
                .with("at", origin);
    }
}
