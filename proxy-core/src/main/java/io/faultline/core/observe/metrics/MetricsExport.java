package io.faultline.core.observe.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;

/**
 * All metrics as the text Prometheus scrapes. The JVM's come from Micrometer's binders; ours are not
 * Micrometer meters, because a meter is shared by all threads and a worker must not share.
 */
public final class MetricsExport implements AutoCloseable {

    /** Prometheus text format 0.0.4, which every scraper takes. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics(); // listens to the JVM until it is closed

    public MetricsExport(MetricSources sources) {
        new JvmMemoryMetrics().bindTo(registry);
        gc.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        bindCpu();
        registry.getPrometheusRegistry().register(new FaultlineCollector(sources));
    }

    /** One scrape. On any thread but a worker's: it sums and formats for some milliseconds. */
    public String text() {
        return registry.scrape(CONTENT_TYPE);
    }

    /** Micrometer's own binder says this in nanoseconds; Prometheus counts in seconds. */
    private void bindCpu() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            FunctionCounter.builder("process.cpu", system, s -> s.getProcessCpuTime() / 1e9)
                    .baseUnit("seconds")
                    .description("CPU time of this process")
                    .register(registry);
        }
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
