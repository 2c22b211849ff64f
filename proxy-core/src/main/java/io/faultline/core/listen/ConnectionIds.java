package io.faultline.core.listen;

/**
 * Numbers the connections that come through one listening socket, over all configurations that it
 * serves: each is unique while the process lives. On the worker's loop only.
 */
public final class ConnectionIds {

    private static final int SEQUENCE_BITS = 48;

    private final long base;
    private long sequence;

    /** @param door number of the listening socket, unique in the process */
    public ConnectionIds(int door) {
        this.base = (long) door << SEQUENCE_BITS;
    }

    long next() {
        return base + sequence++;
    }
}
