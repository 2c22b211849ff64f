package io.faultline.core.upstream.connect;

import io.faultline.core.config.UpstreamConfig.ProxyProtocolOut;
import io.faultline.core.config.UpstreamConfig.Speaks;
import io.faultline.core.fault.host.HostWatch;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.fault.ledger.FaultScope;
import io.faultline.core.observe.metrics.UpstreamMetrics;
import io.faultline.core.tls.TlsOrigination;
import io.faultline.core.upstream.Picker;
import io.faultline.core.worker.Worker;
import org.jspecify.annotations.Nullable;

/** One listener's way to one upstream on one worker: how it picks, connects and counts. */
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
        HostWatch host) {

    public String name() {
        return picker.cluster().name();
    }
}
