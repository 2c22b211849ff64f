package io.faultline.l4;

import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.check.Findings;
import io.faultline.core.config.source.Origins;
import io.faultline.core.spi.ConnectionProtocol;
import io.faultline.core.spi.ProtocolContext;
import io.faultline.core.spi.ProtocolFactory;
import io.faultline.core.tls.hello.HelloLimits;
import io.faultline.core.upstream.connect.WorkerUpstream;
import org.jspecify.annotations.Nullable;

/** The {@code tcp:} section of a listener. */
public final class TcpProtocolFactory implements ProtocolFactory<TcpConfig> {

    @Override
    public String key() {
        return "tcp";
    }

    @Override
    public Class<TcpConfig> settings() {
        return TcpConfig.class;
    }

    @Override
    public void check(TcpConfig settings, ListenerConfig listener, Findings findings) {
        new SniChecks(listener, settings, findings).run();
        new OpaqueChecks(listener, settings, findings).run();
    }

    @Override
    public ConnectionProtocol create(TcpConfig settings, ProtocolContext context) {
        SessionLimits limits = SessionLimits.of(settings, context.origins());
        WorkerUpstream otherwise = upstream(settings.to(), context);
        if (!settings.sni().isEmpty()) {
            return bySni(settings, context, otherwise, limits);
        }
        if (otherwise == null) {
            throw new IllegalArgumentException("a tcp section without a destination");
        }
        return new TcpProtocol(otherwise, limits);
    }

    private static SniProtocol bySni(
            TcpConfig settings,
            ProtocolContext context,
            @Nullable WorkerUpstream otherwise,
            SessionLimits limits) {
        var table = new SniTable<WorkerUpstream>();
        for (SniRouteConfig route : settings.sni()) {
            WorkerUpstream target = context.upstream(route.to());
            for (SniPattern pattern : SniChecks.patterns(route)) {
                table.add(pattern, route.alpn(), target);
            }
        }
        Origins origins = context.origins();
        return new SniProtocol(
                table,
                otherwise,
                upstream(settings.plaintextTo(), context),
                HelloLimits.of(
                        "tcp.helloTimeout",
                        settings.helloTimeout(),
                        origins.of(settings, "helloTimeout")),
                limits,
                origins.of(settings, "sni"));
    }

    private static @Nullable WorkerUpstream upstream(
            @Nullable String name, ProtocolContext context) {
        return name == null ? null : context.upstream(name);
    }
}
