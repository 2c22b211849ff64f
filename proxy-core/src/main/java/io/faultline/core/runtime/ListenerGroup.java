package io.faultline.core.runtime;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.wire.ListeningSocket;
import java.util.List;

/** One configured listener: a listening socket per worker, all on the same address. */
public record ListenerGroup(String name, List<ListeningSocket> sockets) {

    public ListenerGroup {
        sockets = List.copyOf(sockets);
    }

    /** With the port the system gave where the configuration said 0. */
    public PeerAddress boundAddress() {
        return sockets.getFirst().boundAddress();
    }

    void accept() {
        sockets.forEach(ListeningSocket::accept);
    }

    void close() {
        sockets.forEach(ListeningSocket::close);
    }
}
