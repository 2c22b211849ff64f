package io.faultline.core.runtime;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.wire.ListeningSocket;
import io.faultline.core.wire.Wire;

/** For a socket that is bound only to see whether the address is free. */
enum NobodyAccepts implements ListeningSocket.Acceptor {
    INSTANCE;

    @Override
    public void onAccepted(Wire wire, PeerAddress peer) {
        wire.reset();
    }

    @Override
    public void onAcceptFailed(int errno) {}
}
