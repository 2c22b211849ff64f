package io.faultline.core.upstream.health.grpc;

import io.faultline.core.Layer;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.upstream.GrpcCheckConfig;
import io.faultline.core.upstream.health.ProbeRules;
import io.faultline.core.upstream.health.Prober;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * Connects, does TLS as traffic does, and asks the server whether it serves. A server that is up, but says
 * itself that one of its services is not, shows here and nowhere else.
 */
public final class GrpcProber implements Prober {

    private final ProbeRules rules;
    private final GrpcCheckConfig config;

    public GrpcProber(ProbeRules rules, GrpcCheckConfig config) {
        this.rules = rules;
        this.config = config;
    }

    @Override
    public Layer reaches() {
        return Layer.L7;
    }

    @Override
    public Probe begin(InetSocketAddress target, String hostname, Consumer<Outcome> done) {
        var probe = new GrpcProbe(rules, config, hostname, PeerAddress.from(target), done);
        probe.start();
        return probe;
    }
}
