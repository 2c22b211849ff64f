package io.faultline.benchmarks.micro;

import io.faultline.benchmarks.micro.memory.Client;
import io.faultline.benchmarks.micro.memory.EchoClient;
import io.faultline.benchmarks.micro.memory.Endpoints;
import io.faultline.benchmarks.micro.memory.MemoryServer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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
 * Records of TLS 1.3 opened and sealed: an echo through the L4 of the whole proxy in memory, plain and with TLS towards the client. The difference is
 * what TLS costs: four records, for the client seals and opens too, by hand and with the same library. Not measured: handshakes, which are a
 * row of the side by side.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TlsRecordBenchmark {

    private static final int BATCH = 100;

    @Param({"128", "16384"})
    public int messageBytes;

    @Param({"false", "true"})
    public boolean tls;

    private MemoryServer server;
    private Client client;

    @Setup
    public void connect() throws InterruptedException {
        server = MemoryServer.start("tcp: { to: u }", tls, Endpoints::echo);
        client =
                server.connect(
                        wire -> new EchoClient(tls ? server.sealed(wire) : wire, messageBytes));
    }

    @TearDown
    public void stop() {
        server.stop();
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void thereAndBack() throws InterruptedException {
        server.ask(client, BATCH);
    }
}
