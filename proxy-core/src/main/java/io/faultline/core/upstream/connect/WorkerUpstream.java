package io.faultline.core.upstream.connect;

import io.faultline.core.config.upstream.UpstreamConfig.ProxyProtocolOut;
import io.faultline.core.config.upstream.UpstreamConfig.Speaks;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.host.HostWatch;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.fault.ledger.FaultScope;
import io.faultline.core.observe.metrics.UpstreamMetrics;
import io.faultline.core.tls.TlsOrigination;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.Picker;
import io.faultline.core.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * One listener's way to one upstream on one worker: how it picks, connects and counts.
 *
 * @param generation of the configuration that it follows
 */
public record WorkerUpstream(
        Worker worker,
        Picker picker,
        ConnectPolicy policy,
        PoolPolicy pool,
        @Nullable TlsOrigination tls,
        Speaks speaks,
        ProxyProtocolOut preamble,
        UpstreamMetrics metrics,
        FaultLedger faults,
        FaultScope faultScope,
        HostWatch host,
        long generation) {

    public String name() {
        return picker.cluster().name();
    }

    /**
     * A fault in the light of what our own host knows, and with what was in force when it happened, for
     * the question what has changed since.
     */
    public Fault proven(Fault fault, Endpoint endpoint) {
        var text = new StringBuilder("config:").append(generation);
        if (tls != null) {
            text.append(" certificates:").append(tls.generation());
        }
        if (endpoint.dnsAnswer() > 0) {
            text.append(" dns:").append(endpoint.dnsAnswer());
        }
        return host.refine(fault, endpoint.peer()).with("generations", text.toString());
    }
}
