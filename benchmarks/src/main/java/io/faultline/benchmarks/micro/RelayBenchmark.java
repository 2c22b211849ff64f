package io.faultline.benchmarks.micro;

import io.faultline.core.config.load.ConfigLoader;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.runtime.ProxyServer;
import io.faultline.core.runtime.StartFailure;
import io.faultline.core.runtime.Surroundings;
import io.faultline.core.timing.Ticker;
import io.faultline.core.worker.Worker;
import io.faultline.l4.TcpConfig;
import io.faultline.l4.TcpProtocolFactory;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.util.List;
import java.util.Map;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A message through the whole proxy and back, over real sockets. Look at {@code gc.alloc.rate.norm},
 * which counts all threads: relaying allocates nothing, and neither do this client and its server.
 * The time is mostly the kernel's and that of threads that wake each other; for cost, run L4SideBySide.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RelayBenchmark {

    @Param({"AUTO", "NIO"})
    Worker.Kind transport = Worker.Kind.AUTO;

    @Param({"128", "65536"})
    int messageBytes;

    private EchoServer server;
    private ProxyServer proxy;
    private SocketChannel client;
    private ByteBuffer message;

    @Setup(Level.Trial)
    public void connect() throws IOException, ConfigException, StartFailure {
        server = new EchoServer();
        proxy = startProxy(server.port());
        client =
                SocketChannel.open(
                        proxy.listeners().getFirst().boundAddress().toInetSocketAddress());
        client.setOption(StandardSocketOptions.TCP_NODELAY, true);
        message = ByteBuffer.allocateDirect(messageBytes);
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        client.close();
        proxy.stop().join();
        server.close();
    }

    @Benchmark
    public ByteBuffer thereAndBack() throws IOException {
        message.clear();
        while (message.hasRemaining()) {
            client.write(message);
        }
        message.clear();
        while (message.hasRemaining()) {
            if (client.read(message) < 0) {
                throw new IOException("the proxy has closed the session");
            }
        }
        return message;
    }

    private ProxyServer startProxy(int upstreamPort) throws ConfigException, StartFailure {
        var yaml =
                """
                workers: 1
                listeners:
                  - { name: bench, bind: "127.0.0.1:0", tcp: { to: echo } }
                upstreams:
                  echo: { endpoints: ["127.0.0.1:%d"] }
                """
                        .formatted(upstreamPort);
        var loaded =
                ConfigLoader.parse(
                        "bench.yaml", yaml, Map.of("tcp", TcpConfig.class), name -> null);
        var surroundings =
                new Surroundings(Ticker.system(), Clock.systemUTC(), transport, line -> {});
        return ProxyServer.start(loaded, List.of(new TcpProtocolFactory()), surroundings);
    }
}
