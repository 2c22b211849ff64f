package io.faultline.core.wire;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.wire.ListeningSocket.Acceptor;
import org.jspecify.annotations.Nullable;

/** How one worker reaches the network. */
public interface Transport {

    /** What stands in logs and metrics: {@code epoll} or {@code nio}. */
    String name();

    /**
     * Binds and listens; accepting begins with {@link ListeningSocket#accept}. Callable from any thread.
     *
     * @throws BindFailure when the address cannot be had
     */
    ListeningSocket listen(PeerAddress address, int backlog, boolean sharedPort, Acceptor acceptor)
            throws BindFailure;

    /**
     * Listens on a socket that was bound by somebody else. Its descriptor stays theirs: this one works on
     * a second one.
     *
     * @param crowded whether other workers accept from it too; then each takes one connection at a time
     * @throws BindFailure when there is no descriptor left for it, or the transport cannot
     */
    ListeningSocket adopt(InheritedSocket socket, int backlog, boolean crowded, Acceptor acceptor)
            throws BindFailure;

    /**
     * Finds out whether the address could be bound, without listening there for a moment.
     *
     * @throws BindFailure when somebody else has it
     */
    void checkFree(PeerAddress address) throws BindFailure;

    /**
     * Starts a connect on the worker's loop. The observer hears of the outcome later, never before this
     * returns; closing the wire cancels the attempt.
     *
     * @param source our own address, or null to let the system choose
     */
    Wire connect(PeerAddress remote, @Nullable PeerAddress source, ConnectObserver observer);

    /** The connections made here, by where they lead. Counted on the loop, read on any thread. */
    Destinations destinations();

    /** Gives back what the transport itself holds. On the worker's loop, after the last wire. */
    void close();
}
