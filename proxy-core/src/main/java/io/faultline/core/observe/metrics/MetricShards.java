package io.faultline.core.observe.metrics;

import java.util.List;
import java.util.stream.Stream;

/** The shards of all workers. Made once, before the workers start; a reload changes nothing here. */
public final class MetricShards {

    private final List<WorkerMetrics> workers;

    public MetricShards(int workers) {
        this.workers = Stream.generate(WorkerMetrics::new).limit(workers).toList();
    }

    public WorkerMetrics worker(int index) {
        return workers.get(index);
    }

    List<WorkerMetrics> workers() {
        return workers;
    }
}
