package io.faultline.core.spi;

import io.faultline.core.connection.DownstreamConnection;

/** What a listener speaks, for one listener on one worker. */
public interface ConnectionProtocol {

    /**
     * Takes over a connection that all gates have admitted, and with it the duty to end it. On the
     * worker's loop only; the wire is silent until it is told to read.
     */
    void serve(DownstreamConnection connection);

    /**
     * Another configuration is in force: connections that come are served by the next one. Those that
     * are open may go over to it when that hurts nobody, such as between two requests. On the worker's
     * loop only.
     *
     * @return false when those that are open should end soon, for the next one speaks something else
     */
    default boolean succeededBy(ConnectionProtocol next) {
        return true;
    }
}
