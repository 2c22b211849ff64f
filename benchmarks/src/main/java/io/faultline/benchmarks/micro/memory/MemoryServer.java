package io.faultline.benchmarks.micro.memory;

import io.faultline.core.config.load.ConfigLoader;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.runtime.ProxyServer;
import io.faultline.core.runtime.StartFailure;
import io.faultline.core.runtime.Surroundings;
import io.faultline.core.timing.Ticker;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.core.tls.selfsigned.SelfMadeAuthority;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import io.faultline.core.worker.Worker;
import io.faultline.l4.TcpConfig;
import io.faultline.l4.TcpProtocolFactory;
import io.faultline.l7.HttpProtocolFactory;
import io.faultline.l7.config.HttpConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The whole proxy, started as ever, on a network in memory. */
public final class MemoryServer {

    private final ProxyServer server;
    private final MemoryNetwork network;
    private final @Nullable Path certificates;

    private MemoryServer(ProxyServer server, MemoryNetwork network, @Nullable Path certificates) {
        this.server = server;
        this.network = network;
        this.certificates = certificates;
    }

    /**
     * @param protocol the listener's, as in the configuration file, with {@code u} as the upstream
     * @param tls whether clients speak TLS
     */
    public static MemoryServer start(String protocol, boolean tls, Supplier<WireReader> endpoint) {
        var network = new MemoryNetwork(endpoint);
        try {
            var folder = tls ? certificates() : null;
            var loaded =
                    ConfigLoader.parse(
                            "bench.yaml",
                            yaml(protocol, folder),
                            Map.of("tcp", TcpConfig.class, "http", HttpConfig.class),
                            name -> null);
            var surroundings =
                    new Surroundings(
                            Ticker.system(), Clock.systemUTC(), Worker.Kind.NIO, line -> {});
            var server =
                    ProxyServer.start(
                            loaded,
                            List.of(new TcpProtocolFactory(), new HttpProtocolFactory()),
                            surroundings.on(network));
            return new MemoryServer(server, network, folder);
        } catch (ConfigException | StartFailure | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String yaml(String protocol, @Nullable Path certificates) {
        var tls =
                certificates == null
                        ? ""
                        : "    tls: { minVersion: \"1.3\", certificates: [{ cert: %s/c.pem, key: %s/k.pem }] }\n"
                                .formatted(certificates, certificates);
        return "workers: 1\nlisteners:\n  - name: bench\n    bind: 127.0.0.1:4000\n"
                + tls
                + "    "
                + protocol
                + "\nupstreams: { u: { endpoints: [\"127.0.0.1:5000\"] } }\n";
    }

    private static Path certificates() throws IOException {
        var folder = Files.createTempDirectory("bench-certificates-");
        var now = Instant.now();
        var issued =
                SelfMadeAuthority.create("Benchmark", now)
                        .issue(CertificateSpec.server(now, "shop.example"));
        Files.writeString(folder.resolve("c.pem"), issued.certificatePem());
        Files.writeString(folder.resolve("k.pem"), issued.keyPem());
        return folder;
    }

    /** A client that is connected and has greeted. */
    public Client connect(Function<Wire, Client> making) throws InterruptedException {
        var client =
                CompletableFuture.supplyAsync(() -> making.apply(network.dial()), network.loop())
                        .join();
        network.loop().execute(client::open);
        client.await();
        return client;
    }

    /** TLS on a client's wire. */
    public Wire sealed(Wire wire) {
        return new SealedWire(wire);
    }

    /** So many exchanges, one after the other. */
    public void ask(Client client, int times) throws InterruptedException {
        network.loop().execute(() -> client.askTimes(times));
        client.await();
    }

    /** The thread on which all of it happens. */
    public long workerThread() {
        return CompletableFuture.supplyAsync(
                        () -> Thread.currentThread().threadId(), network.loop())
                .join();
    }

    public void stop() {
        server.stop().join();
        if (certificates != null) {
            try {
                Files.deleteIfExists(certificates.resolve("c.pem"));
                Files.deleteIfExists(certificates.resolve("k.pem"));
                Files.deleteIfExists(certificates);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
