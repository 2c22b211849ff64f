package io.faultline.core.observe.metrics;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.stream.Collectors;

/** {@code docs/reference/metrics.md}, made from {@link Metric}. */
final class MetricMarkdown {

    private static final String HEAD =
            """
            # Metrics

            <!-- Generated from io.faultline.core.observe.metrics.Metric. Do not edit: a test compares. -->

            `GET /metrics` on the admin port answers in Prometheus' text format. Beside ours there are those of the
            JVM and the process, from Micrometer: `jvm_memory_*`, `jvm_gc_*`, `jvm_buffer_*`, `jvm_threads_*`,
            `process_files_*`, `process_cpu_seconds_total`, `process_uptime_seconds`.

            Labels are bounded: listeners and upstreams are those of the configuration, codes those of the
            [fault catalog](faults.md), and of an upstream's endpoints the first %d have series of their own; the rest
            is summed under the endpoint `(other)`.

            | metric | type | labels | what it tells |
            |---|---|---|---|
            """;

    private static final String TAIL =
            """

            ## Questions and what to ask for

            | question | query |
            |---|---|
            | what breaks, and on which layer? | `sum by (layer, code, side) (rate(faultline_faults_total[5m]))` |
            | is it the path or one endpoint? | `rate(faultline_upstream_endpoint_connects_total{outcome="failed"}[5m])` |
            | who is out of rotation? | `faultline_upstream_endpoint_state{state=~"down\\|ejected"} == 1` |
            | are we the bottleneck? | `rate(faultline_worker_cpu_seconds_total[1m]) > 0.8` |
            | do clients wait for our loops? | `histogram_quantile(0.99, sum by (le) (rate(faultline_worker_loop_lag_seconds_bucket[5m])))` |
            | do SYNs get lost? | `1 - sum(rate(faultline_upstream_connect_duration_seconds_bucket{le="0.5"}[5m])) / sum(rate(faultline_upstream_connect_duration_seconds_count[5m]))` |
            | is the access log complete? | `increase(faultline_access_log_dropped_total[1h])` |
            """;

    private MetricMarkdown() {}

    static String page() {
        StringBuilder page = new StringBuilder();
        page.append(HEAD.formatted(ClusterSamples.ENDPOINTS_EXPORTED));
        for (Metric metric : Metric.values()) {
            page.append("| `").append(metric.exportedName()).append("` | ");
            page.append(metric.kind().name().toLowerCase(Locale.ROOT)).append(" | ");
            page.append(
                    metric.labels().stream()
                            .map(label -> "`" + label + "`")
                            .collect(Collectors.joining(", ")));
            page.append(" | ").append(metric.help()).append(" |\n");
        }
        page.append('\n').append(buckets());
        return page.append(TAIL).toString();
    }

    private static String buckets() {
        StringBuilder text = new StringBuilder("Upper bounds of the histograms, in seconds:\n\n");
        for (Buckets buckets : Buckets.values()) {
            text.append("- ").append(buckets.what()).append(": ");
            for (int i = 0; i < buckets.count() - 1; i++) {
                text.append(i == 0 ? "" : ", ").append(number(buckets.upperBoundSeconds(i)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String number(double seconds) {
        return BigDecimal.valueOf(seconds).stripTrailingZeros().toPlainString();
    }
}
