package io.faultline.l4;

import io.faultline.core.spi.ConnectionProtocol;
import io.faultline.core.spi.ProtocolContext;
import io.faultline.core.spi.ProtocolFactory;

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
    public ConnectionProtocol create(TcpConfig settings, ProtocolContext context) {
        return new TcpProtocol(
                context.upstream(settings.to()), SessionLimits.of(settings, context.origins()));
    }
}
