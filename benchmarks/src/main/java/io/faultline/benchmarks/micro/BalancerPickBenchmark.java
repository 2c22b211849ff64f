package io.faultline.benchmarks.micro;

import io.faultline.core.config.upstream.UpstreamConfig.Balance;
import io.faultline.core.upstream.balance.Balancer;
import io.faultline.core.upstream.balance.Balancers;
import io.faultline.core.upstream.balance.Candidates;
import io.faultline.core.upstream.balance.PickContext;
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
 * One pick, with 64 sessions under way that come and go: the cost from 10 to 10,000 endpoints must
 * stay nearly the same.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BalancerPickBenchmark {

    private static final int SESSIONS = 64;
    private static final int SEED = 42;

    @Param Balance balance = Balance.ROUND_ROBIN;

    @Param({"10", "1000", "10000"})
    int endpoints;

    private LoadedTarget[] targets;
    private Candidates candidates;
    private Balancer balancer;
    private final PickContext context = new PickContext(0);
    private final int[] picked = new int[SESSIONS];
    private int session;
    private long client;

    @Setup(Level.Trial)
    public void prepare() {
        targets = LoadedTarget.many(endpoints);
        candidates =
                Candidates.prepare(
                        targets,
                        LoadedTarget.mixedWeights(endpoints),
                        () -> SESSIONS,
                        new Candidates.Plan(balance, endpoints, 0));
        balancer = Balancers.create(balance, SEED);
        for (int i = 0; i < SESSIONS; i++) {
            picked[i] = i % endpoints;
            targets[picked[i]].acquire();
        }
    }

    @Benchmark
    public int pick() {
        targets[picked[session]].release();
        client += 0x9e3779b97f4a7c15L; // as well mixed as the hash of an address
        context.reset(client);
        int index = balancer.pick(candidates, context);
        targets[index].acquire();
        picked[session] = index;
        session = (session + 1) % SESSIONS;
        return index;
    }
}
