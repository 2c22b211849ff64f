package io.faultline.core.upstream.health.http;

import io.faultline.core.Layer;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.upstream.HttpCheckConfig;
import io.faultline.core.upstream.health.ProbeRules;
import io.faultline.core.upstream.health.Prober;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * Connects, does TLS as traffic does, asks, and reads the answer as far as it matters. A process that is
 * stopped, deadlocked or without its database shows here, and not in a TCP connect.
 */
public final class HttpProber implements Prober {

    private final ProbeRules rules;
    private final CheckRequest request;
    private final boolean http2;

    /** @param http2 whether it asks in HTTP/2 instead of HTTP/1.1 */
    public HttpProber(ProbeRules rules, HttpCheckConfig config, boolean http2) {
        this.rules = rules;
        this.http2 = http2;
        this.request = new CheckRequest(config, rules.tls() != null);
    }

    @Override
    public Layer reaches() {
        return Layer.L7;
    }

    @Override
    public Probe begin(InetSocketAddress target, String hostname, Consumer<Outcome> done) {
        var probe = new HttpProbe(rules, request, http2, hostname, PeerAddress.from(target), done);
        probe.start();
        return probe;
    }
}
