package io.faultline.core.upstream.connect;

import io.faultline.core.config.UpstreamConfig.ProxyProtocolOut;
import io.faultline.core.fault.FaultLedger;
import io.faultline.core.observe.metrics.UpstreamMetrics;
import io.faultline.core.upstream.Picker;
import io.faultline.core.worker.Worker;

/** One worker's way to one upstream: how it picks, how it connects, where it counts. */
public record WorkerUpstream(
        Worker worker,
        Picker picker,
        ConnectPolicy policy,
        ProxyProtocolOut preamble,
        UpstreamMetrics metrics,
        FaultLedger faults) {

    public String name() {
        return picker.cluster().name();
    }
}
