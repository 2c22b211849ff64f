package io.faultline.l7;

import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.spi.ConnectionProtocol;
import io.faultline.l7.downstream.Http1Downstream;
import io.faultline.l7.exchange.HttpService;

/** Speaks HTTP with clients: every connection becomes an {@link Http1Downstream}. */
final class HttpProtocol implements ConnectionProtocol {

    private final HttpService service;

    HttpProtocol(HttpService service) {
        this.service = service;
    }

    @Override
    public void serve(DownstreamConnection connection) {
        new Http1Downstream(service, connection).start();
    }
}
