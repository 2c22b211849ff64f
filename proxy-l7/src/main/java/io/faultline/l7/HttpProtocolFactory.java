package io.faultline.l7;

import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.check.Findings;
import io.faultline.core.spi.ConnectionProtocol;
import io.faultline.core.spi.ProtocolContext;
import io.faultline.core.spi.ProtocolFactory;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.config.check.HttpChecks;
import io.faultline.l7.exchange.HttpService;
import io.faultline.l7.route.RouteTable;

/** The {@code http:} section of a listener. */
public final class HttpProtocolFactory implements ProtocolFactory<HttpConfig> {

    @Override
    public String key() {
        return "http";
    }

    @Override
    public Class<HttpConfig> settings() {
        return HttpConfig.class;
    }

    @Override
    public void check(HttpConfig settings, ListenerConfig listener, Findings findings) {
        HttpChecks.run(settings, findings);
    }

    @Override
    public ConnectionProtocol create(HttpConfig settings, ProtocolContext context) {
        RouteTable routes = RouteTable.of(settings, context.origins());
        return new HttpProtocol(new HttpService(settings, routes, context));
    }
}
