package io.faultline.core.wire.linux;

import io.faultline.core.fault.Errno;
import io.faultline.core.wire.Chunk;
import org.jspecify.annotations.Nullable;

/**
 * What leaves a socket: sent at once where the kernel takes it, else kept in order until it does. Each
 * call answers 0 when nothing waits afterwards, else the negated errno: EAGAIN means that bytes wait,
 * any other one that the stream is broken.
 */
final class Outgoing {

    private final LinuxLoop io;
    private final int fd;
    private @Nullable Backlog backlog; // made at the first partial send
    private boolean noDelay; // set already, or inherited from the listener
    private byte sends; // counted up to 2

    Outgoing(LinuxLoop io, int fd, boolean noDelay) {
        this.io = io;
        this.fd = fd;
        this.noDelay = noDelay;
    }

    boolean isEmpty() {
        return backlog == null || backlog.isEmpty();
    }

    int bytes() {
        return backlog == null ? 0 : backlog.bytes();
    }

    int send(Chunk chunk, int from, int to) {
        int sent = 0;
        if (isEmpty()) {
            int result = io.sys.send(fd, chunk.address() + from, to - from);
            if (result == to - from) {
                return allSent();
            }
            if (result < 0 && result != -Errno.EAGAIN) {
                return result;
            }
            sent = Math.max(result, 0);
        }
        keep(chunk, from + sent, to);
        return -Errno.EAGAIN;
    }

    int send(Chunk first, int from, int to, Chunk second, int secondFrom, int secondTo) {
        int firstLength = to - from;
        int secondLength = secondTo - secondFrom;
        int sent = 0;
        if (isEmpty()) {
            int result =
                    io.sys.send(
                            fd,
                            first.address() + from,
                            firstLength,
                            second.address() + secondFrom,
                            secondLength);
            if (result == firstLength + secondLength) {
                return allSent();
            }
            if (result < 0 && result != -Errno.EAGAIN) {
                return result;
            }
            sent = Math.max(result, 0);
        }
        if (sent < firstLength) {
            keep(first, from + sent, to);
        }
        keep(second, secondFrom + Math.max(0, sent - firstLength), secondTo);
        return -Errno.EAGAIN;
    }

    /**
     * Without TCP_NODELAY the second small write would wait for the first one's ACK. The first write
     * never waits, so connections with a single exchange save the call.
     */
    private int allSent() {
        if (!noDelay && ++sends == 2) {
            noDelay = true;
            io.sys.setOption(fd, Syscalls.IPPROTO_TCP, Syscalls.TCP_NODELAY, 1);
        }
        return 0;
    }

    private void keep(Chunk chunk, int from, int to) {
        Backlog kept = backlog;
        if (kept == null) {
            kept = new Backlog(io.chunks);
            backlog = kept;
        }
        kept.append(chunk, from, to);
    }

    /** Sends what waits, as far as the kernel takes it. */
    int flush() {
        return backlog == null || backlog.isEmpty() ? 0 : backlog.send(io.sys, fd);
    }

    void drop() {
        if (backlog != null) {
            backlog.drop();
        }
    }
}
