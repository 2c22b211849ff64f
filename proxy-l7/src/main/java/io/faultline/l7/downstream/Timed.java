package io.faultline.l7.downstream;

import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.fault.Fault;

/** Whose time a {@link ClientClock} measures, and what it does when the time is up. */
interface Timed {

    DownstreamConnection connection();

    /** Bytes of the request's body so far, where there is one. */
    default long bodyReceived() {
        return 0;
    }

    /** Bytes that the client has not taken yet. */
    int waitingBytes();

    /** The client took too long over its request. */
    void refuse(Fault fault);

    /** The client takes too long over its answer. */
    void cut(Fault fault);

    /** The client does nothing, or has had its time to end what it began. */
    void idle();
}
