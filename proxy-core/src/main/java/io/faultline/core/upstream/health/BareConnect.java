package io.faultline.core.upstream.health;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Fault;
import io.faultline.core.upstream.health.Prober.Outcome;
import io.faultline.core.upstream.health.Prober.Probe;
import io.faultline.core.wire.Wire;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * A check for which the connection is all that matters: made, and reset.
 *
 * <p>A reset and not a FIN, because whoever closes first keeps the connection in TIME_WAIT for a
 * minute: 1,000 endpoints checked every 2 s would hold 30,000 of them, here or in a firewall's table.
 */
final class BareConnect {

    private final ProbeRules rules;

    BareConnect(ProbeRules rules) {
        this.rules = rules;
    }

    Probe begin(InetSocketAddress target, String hostname, Consumer<Outcome> done) {
        long startedNanos = rules.control().nanos();
        return ProbeConnect.begin(
                rules,
                PeerAddress.from(target),
                hostname,
                startedNanos + rules.timeoutNanos(),
                new ProbeConnect.Outcome() {
                    @Override
                    public void onReady(Wire wire) {
                        wire.reset();
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
