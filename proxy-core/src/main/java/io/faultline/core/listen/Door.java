package io.faultline.core.listen;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.wire.ListeningSocket;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.Worker;

/**
 * What a listening socket hands its connections to. The socket stays while configurations come and go:
 * behind the door stands the intake of the one in force, and it is exchanged between two connections.
 */
public final class Door implements ListeningSocket.Acceptor {

    private final Worker worker;
    private final ConnectionIds ids;
    private ConnectionIntake intake;

    /** @param number of the listening socket, unique in the process */
    public Door(Worker worker, int number, ConnectionIntake first) {
        this.worker = worker;
        this.ids = new ConnectionIds(number);
        this.intake = first;
    }

    @Override
    public void onAccepted(Wire wire, PeerAddress peer) {
        intake.onAccepted(wire, peer, ids.next());
    }

    @Override
    public void onAcceptFailed(int errno) {
        intake.onAcceptFailed(errno);
    }

    /** Leads to the intake of the next configuration from the loop's next turn on. Any thread. */
    public void leadsTo(ConnectionIntake next) {
        worker.execute(
                () -> {
                    ConnectionIntake before = intake;
                    intake = next;
                    before.succeededBy(next);
                });
    }
}
