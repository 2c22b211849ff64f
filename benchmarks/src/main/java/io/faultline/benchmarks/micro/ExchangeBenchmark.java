package io.faultline.benchmarks.micro;

import io.faultline.benchmarks.micro.memory.Client;
import io.faultline.benchmarks.micro.memory.EchoClient;
import io.faultline.benchmarks.micro.memory.Endpoints;
import io.faultline.benchmarks.micro.memory.Http1Client;
import io.faultline.benchmarks.micro.memory.Http2Client;
import io.faultline.benchmarks.micro.memory.MemoryServer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole exchange through the whole proxy, with a network in memory: all that is ours between a client's bytes and its answer, with limits,
 * timers, phases, metrics and pools, and without the kernel. One connection, one exchange at a time, everybody on the worker's loop.
 *
 * <p>Look at {@code gc.alloc.rate.norm} first. The time holds the client and the endpoint, which are as simple as they can be, and a task of
 * the loop for each delivery. Not measured: system calls, splicing, waiting, more than one connection.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ExchangeBenchmark {

    private static final int BATCH = 1_000;

    @State(Scope.Benchmark)
    public static class L4 {
        private final MemoryServer server =
                MemoryServer.start("tcp: { to: u }", false, Endpoints::echo);
        private Client client;

        @Setup
        public void connect() throws InterruptedException {
            client = server.connect(EchoClient::new);
        }

        @TearDown
        public void stop() {
            server.stop();
        }
    }

    @State(Scope.Benchmark)
    public static class Http1 {
        private final MemoryServer server =
                MemoryServer.start("http: { routes: [{ to: u }] }", false, Endpoints::http);
        private Client client;

        @Setup
        public void connect() throws InterruptedException {
            client = server.connect(Http1Client::new);
        }

        @TearDown
        public void stop() {
            server.stop();
        }
    }

    @State(Scope.Benchmark)
    public static class Http1Tls {
        private final MemoryServer server =
                MemoryServer.start("http: { routes: [{ to: u }] }", true, Endpoints::http);
        private Client client;

        @Setup
        public void connect() throws InterruptedException {
            client = server.connect(wire -> new Http1Client(server.sealed(wire)));
        }

        @TearDown
        public void stop() {
            server.stop();
        }
    }

    @State(Scope.Benchmark)
    public static class Http2 {
        private final MemoryServer server =
                MemoryServer.start("http: { routes: [{ to: u }] }", false, Endpoints::http);
        private Client client;

        @Setup
        public void connect() throws InterruptedException {
            client = server.connect(Http2Client::new);
        }

        @TearDown
        public void stop() {
            server.stop();
        }
    }

    /** 128 bytes there and back. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void l4(L4 state) throws InterruptedException {
        state.server.ask(state.client, BATCH);
    }

    /** A browser's request, a small answer. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void http1(Http1 state) throws InterruptedException {
        state.server.ask(state.client, BATCH);
    }

    /** The same inside TLS 1.3; the client's own TLS is in the time and in the allocation. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void http1Tls(Http1Tls state) throws InterruptedException {
        state.server.ask(state.client, BATCH);
    }

    /** A small request and answer as a stream; towards the endpoint it is HTTP/1.1. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void http2(Http2 state) throws InterruptedException {
        state.server.ask(state.client, BATCH);
    }
}
