package io.faultline.core.wire;

import java.util.concurrent.Executor;

/**
 * Puts another network under a worker than the machine's: whole servers are measured through memory, where the kernel's share and its noise are
 * missing.
 */
@FunctionalInterface
public interface TransportMaker {

    /** For the worker with this loop. */
    Transport make(Executor loop);
}
