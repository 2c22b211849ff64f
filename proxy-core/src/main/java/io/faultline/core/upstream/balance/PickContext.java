package io.faultline.core.upstream.balance;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a pick needs to know of one session: who its client is, and which endpoints it has tried in
 * vain. Kept by the session and not by the worker, because the sessions of a worker wait for their
 * connects at the same time; one that ended may be {@linkplain #reset reused}.
 *
 * <p>On the worker's loop only. Nothing is allocated until the first connect failed.
 */
public final class PickContext {

    private static final Target[] NONE = {};

    private long sourceHash;
    private @Nullable Target[] tried = NONE;
    private int triedCount;

    public PickContext(long sourceHash) {
        this.sourceHash = sourceHash;
    }

    /** Begins another session. */
    public void reset(long newSourceHash) {
        sourceHash = newSourceHash;
        Arrays.fill(tried, 0, triedCount, null);
        triedCount = 0;
    }

    /** A well-mixed number of the client's address without its port. */
    public long sourceHash() {
        return sourceHash;
    }

    /** This session will not get the endpoint again while there is another one. */
    public void tried(Target target) {
        if (wasTried(target)) {
            return;
        }
        if (triedCount == tried.length) {
            tried = Arrays.copyOf(tried, Math.max(4, 2 * triedCount));
        }
        tried[triedCount++] = target;
    }

    public boolean wasTried(Target target) {
        for (int i = 0; i < triedCount; i++) {
            if (tried[i] == target) {
                return true;
            }
        }
        return false;
    }

    public int triedCount() {
        return triedCount;
    }
}
