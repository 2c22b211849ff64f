package io.faultline.core.gate;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.gate.ClientCounts.Count;
import org.jspecify.annotations.Nullable;

/**
 * One connection's places under the caps: taken by its {@link ConnectionGate}, given back by its owner
 * when it closes, whatever it closes for. On the loop of the connection's worker only.
 */
public final class Seat {

    private @Nullable OpenCount inProcess;
    private @Nullable OpenCount onListener;
    private @Nullable ClientCounts clients;
    private @Nullable Count ofClient;

    Verdict take(ConnectionCaps caps) {
        assert inProcess == null && onListener == null : "already seated";
        if (!caps.inProcess().tryEnter(caps.process().ceiling())) {
            return caps.process().refusal();
        }
        inProcess = caps.inProcess();
        if (!caps.onListener().open().tryEnter(caps.listener().ceiling())) {
            return caps.listener().refusal();
        }
        onListener = caps.onListener().open();
        return Verdict.PASS;
    }

    Verdict takeFor(PeerAddress client, ConnectionCaps caps) {
        assert ofClient == null : "already counted for a client";
        Cap cap = caps.perClient();
        if (cap.limit() == 0) {
            return Verdict.PASS;
        }
        Count count = caps.onListener().clients().tryEnter(client, cap.limit());
        if (count == null) {
            return cap.refusal(ClientCounts.clientText(client));
        }
        clients = caps.onListener().clients();
        ofClient = count;
        return Verdict.PASS;
    }

    /** Gives back what was taken. A second call does nothing: a connection can end in many ways. */
    public void leave() {
        if (ofClient != null && clients != null) {
            clients.leave(ofClient);
            ofClient = null;
            clients = null;
        }
        if (onListener != null) {
            onListener.leave();
            onListener = null;
        }
        if (inProcess != null) {
            inProcess.leave();
            inProcess = null;
        }
    }
}
