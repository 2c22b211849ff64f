package io.faultline.core.wire;

import io.faultline.core.address.PeerAddress;

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

    /** Begins to accept. */
    void accept();

    /** Takes what is in the kernel's queue already, then stops listening. */
    void close();
}
