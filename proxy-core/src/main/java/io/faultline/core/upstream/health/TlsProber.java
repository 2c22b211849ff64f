package io.faultline.core.upstream.health;

import io.faultline.core.Layer;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Fault;
import io.faultline.core.wire.Wire;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * Connects, shakes hands as traffic would, then resets the connection. That an endpoint's certificate
 * has ended is so known before the first client meets it.
 */
public final class TlsProber implements Prober {

    private final ProbeRules rules;

    public TlsProber(ProbeRules rules) {
        this.rules = rules;
    }

    @Override
    public Layer reaches() {
        return Layer.L6;
    }

    @Override
    public Probe begin(InetSocketAddress target, String hostname, Consumer<Outcome> done) {
        long startedNanos = rules.control().nanos();
        return ProbeConnect.begin(
                rules,
                PeerAddress.from(target),
                hostname,
                startedNanos + rules.timeoutNanos(),
                new ProbeConnect.Outcome() {
                    @Override
                    public void onReady(Wire wire) {
                        wire.reset(); // no TIME_WAIT, as after a TCP check
                        done.accept(new Outcome(null, took()));
                    }

                    @Override
                    public void onFailed(Fault fault) {
                        done.accept(new Outcome(fault, took()));
                    }

                    private long took() {
                        return rules.control().nanos() - startedNanos;
                    }
                });
    }
}
