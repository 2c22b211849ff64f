package io.faultline.core.tls;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What was read from files at one moment, with its twin in BoringSSL's memory. A reload makes a new one;
 * this one is freed by whoever lets go of it last. Any thread.
 */
abstract class SharedMaterial {

    private final AtomicInteger users = new AtomicInteger(1);

    /** False when it was freed meanwhile: look for its successor. */
    final boolean tryRetain() {
        for (int seen; (seen = users.get()) > 0; ) {
            if (users.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
        return false;
    }

    final void release() {
        if (users.decrementAndGet() == 0) {
            free();
        }
    }

    abstract void free();
}
