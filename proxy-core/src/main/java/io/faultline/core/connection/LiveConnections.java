package io.faultline.core.connection;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are open on one worker, linked through themselves: a stop must find every one
 * of them, and opening one must not allocate.
 *
 * <p>On the worker's loop only, except {@link #count}.
 */
public final class LiveConnections {

    private @Nullable DownstreamConnection head;
    private volatile int count;

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer: the worker's loop
    void add(DownstreamConnection connection) {
        DownstreamConnection first = head;
        connection.next = first;
        if (first != null) {
            first.previous = connection;
        }
        head = connection;
        count++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer: the worker's loop
    void remove(DownstreamConnection connection) {
        DownstreamConnection before = connection.previous;
        DownstreamConnection after = connection.next;
        if (before == null) {
            head = after;
        } else {
            before.next = after;
        }
        if (after != null) {
            after.previous = before;
        }
        connection.next = null;
        connection.previous = null;
        count--;
    }

    /** May remove the connection it is given. */
    public void forEach(Consumer<DownstreamConnection> action) {
        for (DownstreamConnection each = head; each != null; ) {
            DownstreamConnection following = each.next;
            action.accept(each);
            each = following;
        }
    }

    /** From any thread. */
    public int count() {
        return count;
    }
}
