package io.faultline.core.upstream.health;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * Connects, then resets the connection. Nothing is sent and nothing is read: that the kernel of the
 * other side completes the handshake is all this check claims.
 * */
public final class TcpProber implements Prober {

    private final BareConnect connect;

    /** @param rules whose TLS and preamble are left out: a connect is all */
    public TcpProber(ProbeRules rules) {
        this.connect = new BareConnect(rules.forConnectOnly());
    }

    @Override
    public Probe begin(InetSocketAddress target, String hostname, Consumer<Outcome> done) {
        return connect.begin(target, hostname, done);
    }
}
