package io.faultline.core.wire;

import io.faultline.core.address.PeerAddress;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The connections of one worker towards one address: each holds a source port of this host. One writer,
 * any number of readers; a write is plain but for its order, because a connect must not pay for being
 * counted.
 */
public final class Destination {

    private static final VarHandle OPENED = field("opened");
    private static final VarHandle CLOSED = field("closed");

    private final PeerAddress address;
    private long opened;
    private long closed;

    Destination(PeerAddress address) {
        this.address = address;
    }

    public PeerAddress address() {
        return address;
    }

    /** A connect has begun. On the worker's loop only. */
    public void opened() {
        OPENED.setOpaque(this, opened + 1);
    }

    /** Its socket is closed, whatever became of it. On the worker's loop only. */
    public void closed() {
        CLOSED.setOpaque(this, closed + 1);
    }

    /** Connections now, those that are still being made included. On any thread. */
    public long open() {
        long gone =
                closes(); // first: else one that ends in between would be counted as less than none
        return (long) OPENED.getOpaque(this) - gone;
    }

    /** How many have been closed, ever. On any thread. */
    public long closes() {
        return (long) CLOSED.getOpaque(this);
    }

    private static VarHandle field(String name) {
        try {
            return MethodHandles.lookup().findVarHandle(Destination.class, name, long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
}
