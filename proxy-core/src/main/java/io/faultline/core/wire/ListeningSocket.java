package io.faultline.core.wire;

import io.faultline.core.address.PeerAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One worker's listening socket. */
public interface ListeningSocket {

    /** Hears of new connections. On the worker's loop only. */
    interface Acceptor {

        /** A client has connected. The wire is silent until it is told to read. */
        void onAccepted(Wire wire, PeerAddress peer);

        /**
         * No descriptor or memory is left for another connection. Clients wait in the kernel's queue;
         * accepting goes on by itself.
         */
        void onAcceptFailed(int errno);
    }

    PeerAddress boundAddress();

    /**
     * The kernel's queue as it was when last looked at; null before, and where the transport cannot tell.
     * From any thread.
     */
    default @Nullable AcceptQueue queue() {
        return null;
    }

    /** Asks the loop to look at the queue soon. From any thread. */
    default void lookAtQueue() {}

    /** Begins to accept. */
    void accept();

    /**
     * Takes what is in the kernel's queue already, then stops listening. A socket that others hold as
     * well keeps its queue: it is theirs.
     */
    void close();

    /** Stops accepting and leaves the kernel's queue to whoever else holds the socket. */
    default void leave() {
        close();
    }

    /**
     * A second descriptor of the same socket, to be given away; who asked closes it. Fails where the
     * transport has none, and when the socket is closed. From any thread.
     */
    default CompletableFuture<Integer> duplicate() {
        return CompletableFuture.failedFuture(
                new UnsupportedOperationException("this transport has no descriptors to give"));
    }
}
