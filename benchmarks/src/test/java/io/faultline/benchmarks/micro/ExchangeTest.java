package io.faultline.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.faultline.benchmarks.micro.memory.Client;
import io.faultline.benchmarks.micro.memory.EchoClient;
import io.faultline.benchmarks.micro.memory.Endpoints;
import io.faultline.benchmarks.micro.memory.Http1Client;
import io.faultline.benchmarks.micro.memory.Http2Client;
import io.faultline.benchmarks.micro.memory.MemoryServer;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import java.lang.management.ManagementFactory;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a whole exchange leaves for the collector, through the whole proxy and without a kernel: this fails the build when the data path begins to allocate. */
class ExchangeTest {

    private static final String HTTP = "http: { routes: [{ to: u }] }";
    private static final int WARM = 5_000;
    private static final int MEASURED = 5_000;

    @Test
    void aMessageOfL4LeavesNothing() throws InterruptedException {
        assertThat(bytesEach("tcp: { to: u }", Endpoints::echo, EchoClient::new)).isLessThan(8);
    }

    @Test
    void aRequestOfHttp1LeavesAtMost64Bytes() throws InterruptedException {
        assertThat(bytesEach(HTTP, Endpoints::http, Http1Client::new)).isLessThanOrEqualTo(64);
    }

    /** Both ends of TLS: the engine's results are objects, and the client's count too. */
    @Test
    void aRequestInsideTlsLeavesLittle() throws InterruptedException {
        long each =
                bytesEach(
                        HTTP,
                        true,
                        Endpoints::http,
                        (server, wire) -> new Http1Client(server.sealed(wire)));
        assertThat(each).isLessThanOrEqualTo(1_024);
    }

    @Test
    void aStreamOfHttp2LeavesAtMost256Bytes() throws InterruptedException {
        assertThat(bytesEach(HTTP, Endpoints::http, Http2Client::new)).isLessThanOrEqualTo(256);
    }

    private static long bytesEach(
            String protocol, Supplier<WireReader> endpoint, Function<Wire, Client> making)
            throws InterruptedException {
        return bytesEach(protocol, false, endpoint, (server, wire) -> making.apply(wire));
    }

    private static long bytesEach(
            String protocol,
            boolean tls,
            Supplier<WireReader> endpoint,
            BiFunction<MemoryServer, Wire, Client> making)
            throws InterruptedException {
        var server = MemoryServer.start(protocol, tls, endpoint);
        try {
            var client = server.connect(wire -> making.apply(server, wire));
            server.ask(client, WARM);
            var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long worker = server.workerThread();
            long before = threads.getThreadAllocatedBytes(worker);
            server.ask(client, MEASURED);
            return (threads.getThreadAllocatedBytes(worker) - before) / MEASURED;
        } finally {
            server.stop();
        }
    }
}
