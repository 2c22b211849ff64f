package io.faultline.benchmarks.micro;

import io.faultline.core.observe.metrics.ListenerMetrics;
import io.faultline.core.observe.metrics.MetricShards;
import io.faultline.core.observe.metrics.UpstreamMetrics;
import io.faultline.core.timing.LoopTurn;
import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Ticker;
import io.faultline.core.timing.Timeline;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * All that is counted for one exchange over HTTP that went well: bytes both ways, the status, its duration and where its time went, for the
 * listener and for the upstream. Measured is the worker's side. Not measured: a scrape, which another thread does, and the marks of the timeline
 * themselves ({@link TimelineBenchmark}).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MetricsUpdateBenchmark {

    private static final int OK = 200;

    private final MetricShards shards = new MetricShards(1);
    private final ListenerMetrics listener = shards.worker(0).listener("web");
    private final UpstreamMetrics upstream = shards.worker(0).upstream("shop");
    private final Timeline timeline = new Timeline(new LoopTurn(Ticker.system()));
    private long durationNanos;

    @Setup
    public void spend() {
        timeline.begin(Phase.GATE, 0);
        timeline.enter(Phase.WORK, 1_000);
        timeline.enter(Phase.SEND, 3_000);
        timeline.enter(Phase.WAIT, 9_000);
        timeline.enter(Phase.BODY, 250_000);
        timeline.end(260_000);
    }

    @Benchmark
    public ListenerMetrics exchange() {
        durationNanos = durationNanos * 31 + 260_000 & 0xff_ffff; // different buckets
        listener.bytesUp(512);
        listener.bytesDown(5_120);
        listener.exchanged(OK, durationNanos);
        listener.spent(timeline);
        upstream.bytesUp(640);
        upstream.bytesDown(5_000);
        upstream.spent(timeline);
        return listener;
    }
}
