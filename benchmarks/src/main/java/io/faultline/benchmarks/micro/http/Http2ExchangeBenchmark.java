package io.faultline.benchmarks.micro.http;

import io.faultline.core.timing.Ticker;
import io.faultline.core.wire.Chunk;
import io.faultline.core.worker.Worker;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What frames, streams and windows of HTTP/2 cost without a network: both ends of a connection exchange a small request (HEADERS and DATA) and its
 * answer (the same) through memory. One operation is one stream, both ends of it. Run it with {@code -prof gc}: a stream leaves nothing behind.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Http2ExchangeBenchmark {

    private static final int BATCH = 1_000;

    /** Streams under way at the same time: what one turn of the loop brings shares its flush. */
    @Param({"1", "32"})
    public int together;

    @Param({"100", "10240"})
    public int bodyBytes;

    private Worker worker = new Worker(0, Worker.Kind.NIO, Ticker.system());
    private Http2Pair pair = new Http2Pair(worker);
    private Chunk body = Chunk.allocate(1);

    @Setup(Level.Trial)
    public void prepare() throws Exception {
        body = Chunk.allocate(bodyBytes);
        onLoop(() -> pair.start());
    }

    @TearDown(Level.Trial)
    public void stop() throws Exception {
        onLoop(() -> pair.stop());
        worker.stop().get(10, TimeUnit.SECONDS);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void exchanges() throws Exception {
        onLoop(
                () -> {
                    for (int done = 0; done < BATCH; done += together) {
                        pair.exchange(Math.min(together, BATCH - done), body, bodyBytes);
                    }
                });
    }

    private void onLoop(Runnable action) throws Exception {
        worker.loop().submit(action).get(60, TimeUnit.SECONDS);
    }
}
