package io.faultline.core.observe.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The numbers of one scrape, gathered by metric. */
final class Samples {

    private final Map<Metric, CounterSnapshot.Builder> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, GaugeSnapshot.Builder> gauges = new EnumMap<>(Metric.class);
    private final Map<Metric, HistogramSnapshot.Builder> histograms = new EnumMap<>(Metric.class);
    private final Map<Metric, InfoSnapshot.Builder> infos = new EnumMap<>(Metric.class);

    /** The values of the labels stand in the order in which the metric names them. */
    void counter(Metric metric, double value, String... labelValues) {
        counters.computeIfAbsent(
                        metric, m -> CounterSnapshot.builder().name(m.familyName()).help(m.help()))
                .dataPoint(
                        CounterDataPointSnapshot.builder()
                                .value(value)
                                .labels(labels(metric, labelValues))
                                .build());
    }

    void gauge(Metric metric, double value, String... labelValues) {
        gauges.computeIfAbsent(
                        metric, m -> GaugeSnapshot.builder().name(m.familyName()).help(m.help()))
                .dataPoint(
                        GaugeDataPointSnapshot.builder()
                                .value(value)
                                .labels(labels(metric, labelValues))
                                .build());
    }

    void histogram(Metric metric, DurationTotal total, String... labelValues) {
        Buckets buckets = total.buckets();
        ClassicHistogramBuckets.Builder counts = ClassicHistogramBuckets.builder();
        for (int i = 0; i < buckets.count(); i++) {
            counts.bucket(buckets.upperBoundSeconds(i), total.count(i));
        }
        histograms
                .computeIfAbsent(
                        metric,
                        m -> HistogramSnapshot.builder().name(m.familyName()).help(m.help()))
                .dataPoint(
                        HistogramDataPointSnapshot.builder()
                                .classicHistogramBuckets(counts.build())
                                .sum(total.sumSeconds())
                                .labels(labels(metric, labelValues))
                                .build());
    }

    void info(Metric metric, String... labelValues) {
        infos.computeIfAbsent(
                        metric, m -> InfoSnapshot.builder().name(m.familyName()).help(m.help()))
                .dataPoint(
                        InfoDataPointSnapshot.builder()
                                .labels(labels(metric, labelValues))
                                .build());
    }

    MetricSnapshots snapshots() {
        List<MetricSnapshot> all = new ArrayList<>();
        counters.values().forEach(builder -> all.add(builder.build()));
        gauges.values().forEach(builder -> all.add(builder.build()));
        histograms.values().forEach(builder -> all.add(builder.build()));
        infos.values().forEach(builder -> all.add(builder.build()));
        return new MetricSnapshots(all);
    }

    private static Labels labels(Metric metric, String... values) {
        return Labels.of(metric.labels(), List.of(values));
    }
}
