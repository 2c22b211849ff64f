package io.faultline.core.observe.metrics;

import io.faultline.core.fault.ledger.FaultCount;
import io.faultline.core.observe.access.AccessLog;
import io.faultline.core.upstream.Cluster;
import io.netty.util.internal.PlatformDependent;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** Our own metrics, read and summed at the moment of a scrape. Nothing is kept in between. */
final class FaultlineCollector implements MultiCollector {

    private final MetricSources sources;

    FaultlineCollector(MetricSources sources) {
        this.sources = sources;
    }

    @Override
    public MetricSnapshots collect() {
        Samples samples = new Samples();
        new WorkerSamples(sources.shards(), samples).gather();
        ClusterSamples clusters = new ClusterSamples(samples);
        for (Cluster cluster : sources.clusters().get()) {
            clusters.gather(cluster);
        }
        for (FaultCount fault : sources.faults().counts()) {
            samples.counter(
                    Metric.FAULTS,
                    fault.count(),
                    fault.layer().name(),
                    fault.code().id(),
                    fault.side().label(),
                    fault.name());
        }
        accessLog(samples);
        process(samples);
        return samples.snapshots();
    }

    private void accessLog(Samples samples) {
        AccessLog log = sources.accessLog().get();
        if (log == null) {
            return;
        }
        AccessLog.Counts counts = log.counts();
        samples.counter(Metric.ACCESS_LOG_WRITTEN, counts.written());
        samples.counter(Metric.ACCESS_LOG_DROPPED, counts.dropped());
        samples.gauge(Metric.ACCESS_LOG_QUEUED, counts.queued());
        samples.gauge(Metric.ACCESS_LOG_FAILING, counts.failing() ? 1 : 0);
    }

    private void process(Samples samples) {
        MetricSources.Build build = sources.build();
        samples.gauge(Metric.BACKLOG, sources.backlogBytes().getAsLong());
        samples.gauge(Metric.CONFIG_GENERATION, sources.generation().getAsLong());
        samples.info(Metric.BUILD, build.version(), build.commit(), build.netty(), build.jdk());
        long direct = PlatformDependent.usedDirectMemory();
        if (direct >= 0) { // negative: Netty leaves the counting to the JDK
            samples.gauge(Metric.NETTY_DIRECT_MEMORY, direct);
        }
    }
}
