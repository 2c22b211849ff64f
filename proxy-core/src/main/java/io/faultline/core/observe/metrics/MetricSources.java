package io.faultline.core.observe.metrics;

import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.observe.access.log.AccessLog;
import io.faultline.core.observe.saturation.SaturationReport;
import io.faultline.core.upstream.Cluster;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is read for a scrape. All of it can be read on any thread and changes hands by
 * snapshots, so that a scrape sees a reload as a whole or not at all.
 *
 * @param accessLog the log in use, or null when there is none
 * @param backlogBytes memory lent to peers that read slowly
 * @param generation which load of the configuration is in force
 */
public record MetricSources(
        MetricShards shards,
        Supplier<? extends Collection<Cluster>> clusters,
        FaultLedger faults,
        Supplier<@Nullable AccessLog> accessLog,
        LongSupplier backlogBytes,
        LongSupplier generation,
        Supplier<Reloads> reloads,
        Supplier<List<CertificateLife>> certificates,
        Supplier<SaturationReport> saturation,
        Build build) {

    /** Reloads since the start, and whether the last one put its configuration in force. */
    public record Reloads(long applied, long refused, boolean lastApplied) {}

    /** What runs. {@code commit} may be "". */
    public record Build(String version, String commit, String netty, String jdk) {}
}
