package io.faultline.benchmarks.micro;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Errno;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From what the system said to a fault with its evidence. It may allocate (a fault is rare), but an
 * upstream that refuses ten thousand connects a second must not slow the worker down.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FaultClassifierBenchmark {

    private final PeerAddress upstream = PeerAddress.ofV4(0x0a000001, 8080);
    private final Throwable refused = new ConnectException("Connection refused");

    @Benchmark
    public Fault refusedByErrno() {
        return FaultClassifier.ofErrno(Errno.ECONNREFUSED, Stage.CONNECT, Side.UPSTREAM, upstream);
    }

    @Benchmark
    public Fault refusedByThrowable() {
        return FaultClassifier.ofThrowable(refused, Stage.CONNECT, Side.UPSTREAM, upstream);
    }

    @Benchmark
    public Fault ourOwnDescriptors() {
        return FaultClassifier.ofErrno(Errno.EMFILE, Stage.CONNECT, Side.UPSTREAM, upstream);
    }
}
