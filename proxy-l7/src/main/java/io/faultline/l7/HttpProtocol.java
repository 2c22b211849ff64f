package io.faultline.l7;

import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.connection.TlsSession;
import io.faultline.core.spi.ConnectionProtocol;
import io.faultline.l7.downstream.Http1Downstream;
import io.faultline.l7.downstream.Http2Clients;
import io.faultline.l7.downstream.Http2Downstream;
import io.faultline.l7.downstream.VersionSniff;
import io.faultline.l7.exchange.HttpService;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP with clients, in the version that TLS has agreed on or that their first bytes show. */
final class HttpProtocol implements ConnectionProtocol {

    /** RFC 9113 3.2. */
    static final String H2 = "h2";

    private final HttpService service;
    private final @Nullable Http2Clients http2; // null: not spoken

    HttpProtocol(HttpService service, @Nullable Http2Clients http2) {
        this.service = service;
        this.http2 = http2;
    }

    @Override
    public void serve(DownstreamConnection connection) {
        TlsSession tls = connection.tls();
        if (http2 == null) {
            new Http1Downstream(service, connection).start();
        } else if (tls == null) {
            VersionSniff.start(http2, connection);
        } else if (H2.equals(tls.application())) {
            new Http2Downstream(http2, connection).start();
        } else {
            new Http1Downstream(service, connection).start();
        }
    }

    @Override
    public boolean succeededBy(ConnectionProtocol next) {
        if (!(next instanceof HttpProtocol http)) {
            return false;
        }
        service.succeededBy(http.service);
        return true;
    }
}
