package io.faultline.benchmarks.micro;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.proxyprotocol.Decoded;
import io.faultline.core.proxyprotocol.ProxyHeaderDecoder;
import io.faultline.core.proxyprotocol.ProxyHeaderEncoder;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Who the client is, read from and written as a PROXY protocol header: once per connection. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProxyHeaderBenchmark {

    private final PeerAddress client = PeerAddress.ofV4(0xc0000201, 51234);
    private final PeerAddress destination = PeerAddress.ofV4(0xc6336401, 443);
    private final ByteBuffer v1 = ByteBuffer.allocateDirect(ProxyHeaderEncoder.MAX_BYTES);
    private final ByteBuffer v2 = ByteBuffer.allocateDirect(ProxyHeaderEncoder.MAX_BYTES);
    private final ByteBuffer out = ByteBuffer.allocateDirect(ProxyHeaderEncoder.MAX_BYTES);

    @Setup(Level.Trial)
    public void write() {
        ProxyHeaderEncoder.writeV1(client, destination, v1);
        ProxyHeaderEncoder.writeV2(client, destination, v2);
        v1.flip();
        v2.flip();
    }

    @Benchmark
    public Decoded decodeV1() {
        return new ProxyHeaderDecoder().feed(v1.rewind());
    }

    @Benchmark
    public Decoded decodeV2() {
        return new ProxyHeaderDecoder().feed(v2.rewind());
    }

    @Benchmark
    public ByteBuffer encodeV1() {
        ProxyHeaderEncoder.writeV1(client, destination, out.clear());
        return out;
    }

    @Benchmark
    public ByteBuffer encodeV2() {
        ProxyHeaderEncoder.writeV2(client, destination, out.clear());
        return out;
    }
}
