package io.faultline.core.wire.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The pipes of one worker. A direction holds one only while bytes are in it, so few are needed: as
 * many as there are receivers slower than their senders. When none is left, bytes are copied instead.
 *
 * <p>On the worker's loop only.
 */
final class PipePool {

    /**
     * A pipe is full when its slots are, and a slot may hold only part of a page. So a pipe takes twice the
     * bytes that a long turn moves: measured, that spares many turns for the same bytes.
     */
    static final int PIPE_BYTES = 2 * LaneTurns.LONG;

    private final Syscalls sys;
    private final int most;
    private final ArrayDeque<Pipe> spare = new ArrayDeque<>();
    private int made;

    PipePool(Syscalls sys, int most) {
        this.sys = sys;
        this.most = most;
    }

    /** Whether there is a point in asking for a pipe now. */
    boolean hasRoom() {
        return made < most || !spare.isEmpty();
    }

    /** An empty pipe, or null when there is none to be had. */
    @Nullable Pipe take() {
        Pipe pipe = spare.pollLast();
        return pipe != null || made >= most ? pipe : make();
    }

    private @Nullable Pipe make() {
        if (sys.pipe() < 0) {
            return null;
        }
        var pipe = new Pipe(sys.scratch().get(JAVA_INT, 0), sys.scratch().get(JAVA_INT, 4));
        sys.setPipeSize(
                pipe.writeEnd(), PIPE_BYTES); // refused above the user's limit: 64 KiB will do
        made++;
        return pipe;
    }

    /** Takes back a pipe that is empty. */
    void giveBack(Pipe pipe) {
        spare.addLast(pipe);
    }

    /** Throws away a pipe with bytes in it that nobody wants any more. */
    void discard(Pipe pipe) {
        made--;
        close(pipe);
    }

    void close() {
        spare.forEach(this::close);
        made -= spare.size();
        spare.clear();
    }

    private void close(Pipe pipe) {
        sys.close(pipe.readEnd());
        sys.close(pipe.writeEnd());
    }
}
