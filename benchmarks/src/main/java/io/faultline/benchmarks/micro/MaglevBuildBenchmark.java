package io.faultline.benchmarks.micro;

import io.faultline.core.config.upstream.UpstreamConfig.Balance;
import io.faultline.core.upstream.balance.Candidates;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A snapshot for source-hash, hash table included: what one endpoint that goes up or down costs the
 * control thread. No worker ever pays for it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MaglevBuildBenchmark {

    @Param({"10", "1000", "10000"})
    int endpoints;

    private LoadedTarget[] targets;
    private int[] weights;

    @Setup(Level.Trial)
    public void prepare() {
        targets = LoadedTarget.many(endpoints);
        weights = LoadedTarget.mixedWeights(endpoints);
    }

    @Benchmark
    public Candidates build() {
        var plan = new Candidates.Plan(Balance.SOURCE_HASH, endpoints, 0);
        return Candidates.prepare(targets, weights, () -> 0, plan);
    }
}
