package io.faultline.core.starved;

import io.faultline.core.ClusterFixture;
import io.faultline.core.ControlLoop;
import io.faultline.core.config.upstream.DnsConfig;
import io.faultline.core.config.upstream.HealthConfig;
import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.config.upstream.UpstreamConfig.ProxyProtocolOut;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.discovery.Discovery;
import io.faultline.core.discovery.dns.DnsLookup;
import io.faultline.core.discovery.dns.DnsScope;
import io.faultline.core.discovery.dns.Family;
import io.faultline.core.discovery.dns.system.SystemNames;
import io.faultline.core.fault.host.HostWatch;
import io.faultline.core.timing.Ticker;
import io.faultline.core.tls.TlsOrigination.Purpose;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.health.CheckState;
import io.faultline.core.upstream.health.HealthChecker;
import io.faultline.core.upstream.health.HealthListener;
import io.faultline.core.upstream.health.ProbeRules;
import io.faultline.core.upstream.health.ProbeSlots;
import io.faultline.core.upstream.health.Prober;
import io.faultline.core.upstream.health.TcpProber;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * Checks a live origin and looks up a name while this process has no descriptor left, then again when
 * it has. Arguments: transport, origin's port, name server's port. Each line of output is one fact.
 */
final class StarvedMain {

    private static final Path NOWHERE = Path.of("/nowhere");
    private static final CountDownLatch bothFailed = new CountDownLatch(2);

    private StarvedMain() {}

    public static void main(String[] args) throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        var origin = new InetSocketAddress(loopback, Integer.parseInt(args[1]));
        var server = new InetSocketAddress(loopback, Integer.parseInt(args[2]));
        var control = new ControlLoop(ControlLoop.Kind.valueOf(args[0]));
        rehearse(control, origin, server);
        List<Closeable> hoard = takeAllDescriptors();
        control.run(
                () -> {
                    check(control, origin);
                    lookUp(control, server);
                });
        bothFailed.await();
        for (Closeable each : hoard) {
            each.close();
        }
        new CountDownLatch(1).await();
    }

    /** Without descriptors the class loader fails as well: all code must be there before. */
    private static void rehearse(
            ControlLoop control, InetSocketAddress origin, InetSocketAddress server)
            throws Exception {
        for (Class<?> some : List.of(StarvedMain.class, TcpProber.class)) {
            loadAllBeside(some);
        }
        var done = new CountDownLatch(2);
        var system = new SystemNames(NOWHERE, NOWHERE);
        var lookup =
                new DnsLookup(
                        control.loop(), ClusterFixture.dns(DnsConfig.Family.V4, server), system);
        control.run(
                () -> {
                    prober(control).begin(origin, "127.0.0.1", outcome -> done.countDown());
                    lookup.ask("rehearsal.test", Family.V4, answer -> done.countDown());
                });
        done.await();
    }

    private static void loadAllBeside(Class<?> some) throws Exception {
        Path root = Path.of(some.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.map(root::relativize).toList()) {
                String name = file.toString().replace('/', '.');
                boolean wanted =
                        Stream.of(
                                        "fault",
                                        "discovery",
                                        "upstream",
                                        "starved",
                                        "address",
                                        "wire",
                                        "config",
                                        "gate",
                                        "evidence",
                                        "worker")
                                .anyMatch(p -> name.startsWith("io.faultline.core." + p + "."));
                if (wanted
                        && name.endsWith(".class")
                        && !name.endsWith("Test.class")
                        && !name.endsWith("IT.class")
                        && !name.contains("package-info")) {
                    Class.forName(name.substring(0, name.length() - ".class".length()));
                }
            }
        }
    }

    private static void check(ControlLoop control, InetSocketAddress origin) {
        HealthConfig often =
                ClusterFixture.checks(
                        Duration.ofMillis(50), Duration.ofSeconds(5), InitialState.UP, null);
        var ticker = Ticker.system();
        var cluster =
                new Cluster(
                        "db",
                        ClusterFixture.of(origin).health(often).config(),
                        control.loop(),
                        ticker,
                        InstantSource.system());
        new HealthChecker(
                        cluster,
                        (health, connect) -> prober(control),
                        new ProbeSlots(4),
                        control.loop(),
                        ticker,
                        new SplittableRandom(),
                        new HealthListener() {
                            @Override
                            public void checked(
                                    Endpoint endpoint, Prober.Outcome outcome, CheckState now) {
                                say("check " + now.verdict() + " " + outcome.fault());
                                bothFailed.countDown();
                            }
                        })
                .configured();
    }

    private static void lookUp(ControlLoop control, InetSocketAddress server) {
        var ticker = Ticker.system();
        var name = new HostPort("db.test", 1);
        DnsConfig some = ClusterFixture.dns(DnsConfig.Family.V4, server);
        var cluster =
                new Cluster(
                        "names",
                        ClusterFixture.of(name).dns(some).config(),
                        control.loop(),
                        ticker,
                        InstantSource.system());
        var system = new SystemNames(NOWHERE, NOWHERE);
        new Discovery(
                        cluster,
                        DnsScope.overNetwork(control.loop(), system),
                        control.loop(),
                        ticker,
                        new SplittableRandom(),
                        (upstream, before, now) -> {
                            say("lookup " + now.addresses() + " " + now.fault());
                            bothFailed.countDown();
                        })
                .configured();
    }

    private static TcpProber prober(ControlLoop control) {
        HealthConfig health =
                ClusterFixture.checks(
                        Duration.ofMillis(50), Duration.ofSeconds(5), InitialState.UP, null);
        return new TcpProber(
                new ProbeRules(
                        control.worker(),
                        new HostWatch(),
                        health,
                        ClusterFixture.of().connect(),
                        null,
                        Purpose.CHECK,
                        ProxyProtocolOut.NONE,
                        "health.timeout=5000ms (default)"));
    }

    private static List<Closeable> takeAllDescriptors() {
        List<Closeable> hoard = new ArrayList<>();
        while (true) {
            try {
                hoard.add(new FileInputStream("/dev/null"));
            } catch (IOException none) {
                return hoard;
            }
        }
    }

    @SuppressWarnings("SystemOut") // the facts are the program's output
    private static void say(String fact) {
        System.out.println(fact);
    }
}
