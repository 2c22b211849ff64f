package io.faultline.core.spi;

import io.faultline.core.connection.DownstreamConnection;

/** What a listener speaks, for one listener on one worker. */
public interface ConnectionProtocol {

    /**
     * Takes over a connection that all gates have admitted, and with it the duty to end it. On the
     * worker's loop only; the wire is silent until it is told to read.
     */
    void serve(DownstreamConnection connection);
}
