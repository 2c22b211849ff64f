package io.faultline.app.lab.bench;

import io.faultline.app.lab.net.Ground;
import io.faultline.app.lab.net.Hosts;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.OriginSettings;
import io.faultline.testkit.net.ScriptedOrigin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * What one case prepares before the proxy starts: its endpoints, its rules of the network, and its part
 * of the proxy's file. Listener and upstream bear the name of the case, so that everything the proxy
 * says about it can be told from what it says about the others.
 */
public final class Bench implements AutoCloseable {

    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(10_000 + (int) (ProcessHandle.current().pid() % 20_000));

    private final String name;
    private final Ground ground;
    private final Path folder;
    private final StringBuilder listeners = new StringBuilder();
    private final StringBuilder upstreams = new StringBuilder();
    private final Deque<AutoCloseable> kept = new ArrayDeque<>();

    public Bench(String name, Ground ground, Path folder) {
        this.name = name;
        this.ground = ground;
        this.folder = folder;
    }

    // ---- The proxy's file

    /** A listener with these keys; NAME stands for the case. */
    public Bench listener(String keys) {
        return listener(0, keys);
    }

    public Bench listener(int port, String keys) {
        listeners.append(
                "  - { name: %s, bind: \"%s:%d\", %s }\n"
                        .formatted(name, ground.proxyAddress(), port, named(keys)));
        return this;
    }

    public Bench upstream(String keys) {
        upstreams.append("  %s: { %s }\n".formatted(name, named(keys)));
        return this;
    }

    /** An HTTP listener whose requests all go to the upstream; more keys of {@code http} may follow. */
    public Bench http(String... more) {
        return listener("http: { %s }".formatted(httpKeys(more)));
    }

    /** The same behind TLS. */
    public Bench https(String tlsKeys, String... more) {
        return listener("tls: { %s }, http: { %s }".formatted(tlsKeys, httpKeys(more)));
    }

    private static String httpKeys(String... more) {
        String routes = "routes: [ { to: NAME } ]";
        for (String keys : more) {
            routes = keys.startsWith("routes:") ? keys : routes + ", " + keys;
        }
        return routes + ", diagnosticsTo: [0.0.0.0/0]";
    }

    /** HTTP to this endpoint; more keys of the upstream may follow. */
    public Bench forward(String endpoint, String... upstreamKeys) {
        return http().to(endpoint, upstreamKeys);
    }

    public Bench to(String endpoint, String... upstreamKeys) {
        var keys = new StringBuilder("endpoints: [\"" + endpoint + "\"]");
        for (String each : upstreamKeys) {
            keys.append(", ").append(each);
        }
        return upstream(keys.toString());
    }

    private String named(String keys) {
        return keys.replace("NAME", name);
    }

    // ---- Endpoints

    public ScriptedOrigin origin(Behaviour... script) {
        return origin(OriginSettings.defaults(), script);
    }

    public ScriptedOrigin origin(OriginSettings settings, Behaviour... script) {
        return keep(ScriptedOrigin.start(settings.on(ground.endpointAddress()), script));
    }

    /** A listener of the JDK's own, for what a script cannot do. */
    public ServerSocket serverSocket(int backlog) {
        try {
            return keep(
                    new ServerSocket(0, backlog, InetAddress.ofLiteral(ground.endpointAddress())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nobody listens there, and nobody comes to. */
    public InetSocketAddress closedPort() {
        return new InetSocketAddress(
                ground.endpointAddress(), unusedPort(ground.endpointAddress()));
    }

    /** A port of the proxy's own address that nobody has. */
    public int freeProxyPort() {
        return unusedPort("127.0.0.1");
    }

    /**
     * Below the ephemeral ports, so that the kernel gives it to none of the hundred listeners of the other
     * cases, and to no case twice.
     */
    private static int unusedPort(String address) {
        return IntStream.generate(NEXT_PORT::getAndIncrement)
                .limit(2_000)
                .filter(port -> isFree(address, port))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(String address, int port) {
        try (var free = new ServerSocket(port, 1, InetAddress.ofLiteral(address))) {
            return free.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    public static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    // ---- Surroundings

    public String name() {
        return name;
    }

    public Ground ground() {
        return ground;
    }

    public Hosts hosts() {
        return ground.hosts();
    }

    public Path file(String suffix, String content) {
        try {
            return Files.writeString(folder.resolve(name + suffix), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closed with the bench, the last one first. */
    public <T extends AutoCloseable> T keep(T resource) {
        kept.push(resource);
        return resource;
    }

    String listeners() {
        return listeners.toString();
    }

    String upstreams() {
        return upstreams.toString();
    }

    @Override
    public void close() {
        while (!kept.isEmpty()) {
            try {
                kept.pop().close();
            } catch (Exception broken) {
                throw new AssertionError(name + ": what it built did not close", broken);
            }
        }
    }
}
