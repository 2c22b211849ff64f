package io.faultline.core.connection;

import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.fault.ledger.FaultScope;
import io.faultline.core.gate.ConnectionGate;
import io.faultline.core.observe.access.log.AccessLog;
import io.faultline.core.observe.metrics.ListenerMetrics;
import io.faultline.core.observe.slow.SlowShard;
import io.faultline.core.worker.Worker;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What all connections of one listener share on one worker. */
public record ListenerScope(
        Worker worker,
        String listener,
        FaultScope faultScope,
        ConnectionGate gate,
        LiveConnections live,
        ListenerMetrics metrics,
        SlowShard slow,
        FaultLedger faults,
        @Nullable AccessLog accessLog,
        InstantSource clock,
        long generation) {}
