package io.faultline.core.observe.metrics;

import io.faultline.core.fault.ledger.FaultCount;
import io.faultline.core.observe.access.log.AccessLog;
import io.faultline.core.upstream.Cluster;
import io.netty.util.internal.PlatformDependent;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Our own metrics, read and summed at the moment of a scrape. Nothing is kept in between. */
final class FaultlineCollector implements MultiCollector {

    private static final int MOST_CERTIFICATES = 200;
    private static final List<String> OTHERS = List.of("(other)", "(other)");

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
        certificates(samples);
        new SaturationSamples(samples).gather(sources.saturation().get());
        accessLog(samples);
        process(samples);
        return samples.snapshots();
    }

    /** One series for each owner and name: the one that ends first, where two have the same. */
    private void certificates(Samples samples) {
        Map<List<String>, Double> days = new LinkedHashMap<>();
        sources.certificates().get().stream()
                .sorted(Comparator.comparingDouble(CertificateLife::daysLeft))
                .forEach(
                        each -> {
                            List<String> labels =
                                    days.size() < MOST_CERTIFICATES
                                            ? List.of(each.usedBy(), each.certificate())
                                            : OTHERS;
                            days.putIfAbsent(labels, each.daysLeft());
                        });
        days.forEach(
                (labels, left) ->
                        samples.gauge(
                                Metric.TLS_CERTIFICATE_DAYS_LEFT,
                                left,
                                labels.getFirst(),
                                labels.getLast()));
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
        MetricSources.Reloads reloads = sources.reloads().get();
        samples.counter(Metric.CONFIG_RELOADS, reloads.applied(), "applied");
        samples.counter(Metric.CONFIG_RELOADS, reloads.refused(), "refused");
        samples.gauge(Metric.CONFIG_LAST_RELOAD, reloads.lastApplied() ? 1 : 0);
        samples.info(Metric.BUILD, build.version(), build.commit(), build.netty(), build.jdk());
        long direct = PlatformDependent.usedDirectMemory();
        if (direct >= 0) { // negative: Netty leaves the counting to the JDK
            samples.gauge(Metric.NETTY_DIRECT_MEMORY, direct);
        }
    }
}
