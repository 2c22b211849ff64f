package io.faultline.core.runtime.fullness;

import io.faultline.core.fault.host.HostWatch;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.gate.ConnectionGates;
import io.faultline.core.observe.access.log.AccessLog;
import io.faultline.core.observe.metrics.MetricShards;
import io.faultline.core.observe.saturation.linux.LinuxHost;
import io.faultline.core.observe.saturation.linux.LoopLoad;
import io.faultline.core.timing.Ticker;
import io.faultline.core.tls.CertificateWatch;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a server that know how full something is, and live as long as it does.
 *
 * @param loops the load of each worker, in their order
 */
public record FullnessSources(
        LinuxHost kernel,
        HostWatch host,
        List<LoopLoad> loops,
        FaultLedger faults,
        MetricShards metrics,
        ConnectionGates gates,
        CertificateWatch certificates,
        @Nullable AccessLog accessLog,
        Ticker ticker,
        Clock clock) {}
