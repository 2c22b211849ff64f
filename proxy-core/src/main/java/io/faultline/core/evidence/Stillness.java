package io.faultline.core.evidence;

import io.faultline.core.Side;
import io.faultline.core.fault.Fault;
import io.faultline.core.wire.Wire;

/**
 * Tells two connections that belong together and do nothing from two of which one waits for its peer.
 *
 * <p>An idle timer sees only that no byte moved. Where bytes wait for a peer that does not take them, the
 * session is not idle: that peer, or the path to it, has stalled it.
 */
public final class Stillness {

    private Stillness() {}

    /**
     * @param idle what the timer says
     * @return the same with what TCP knew on both sides, or who stalled
     */
    public static Fault judge(Fault idle, Wire client, Wire endpoint) {
        Witness ofClient = Witness.of(client, "");
        Witness ofEndpoint = Witness.of(endpoint, "");
        // The client first: where both do not take bytes, the endpoint may only be waiting for it.
        Fault stalled = ofClient.notIdle(idle, Side.CLIENT);
        if (stalled == null) {
            stalled = ofEndpoint.notIdle(idle, Side.UPSTREAM);
        }
        return stalled != null
                ? stalled
                : idle.with("tcp.client", ofClient.tcpText())
                        .with("tcp.upstream", ofEndpoint.tcpText());
    }
}
