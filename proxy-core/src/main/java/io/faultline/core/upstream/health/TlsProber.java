package io.faultline.core.upstream.health;

import io.faultline.core.Layer;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * Connects, shakes hands as traffic would, then resets the connection. That an endpoint's certificate
 * has ended is so known before the first client meets it.
 */
public final class TlsProber implements Prober {

    private final BareConnect connect;

    public TlsProber(ProbeRules rules) {
        this.connect = new BareConnect(rules);
    }

    @Override
    public Layer reaches() {
        return Layer.L6;
    }

    @Override
    public Probe begin(InetSocketAddress target, String hostname, Consumer<Outcome> done) {
        return connect.begin(target, hostname, done);
    }
}
