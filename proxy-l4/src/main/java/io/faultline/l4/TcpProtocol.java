package io.faultline.l4;

import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.spi.ConnectionProtocol;
import io.faultline.core.upstream.connect.WorkerUpstream;

/** Forwards opaque bytes: every connection becomes a {@link TcpSession}. */
final class TcpProtocol implements ConnectionProtocol {

    private final WorkerUpstream upstream;
    private final SessionLimits limits;

    TcpProtocol(WorkerUpstream upstream, SessionLimits limits) {
        this.upstream = upstream;
        this.limits = limits;
    }

    @Override
    public void serve(DownstreamConnection connection) {
        new TcpSession(connection, upstream, limits).start();
    }
}
