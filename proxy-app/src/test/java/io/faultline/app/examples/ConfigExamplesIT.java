package io.faultline.app.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.NetworkFault;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.fault.ledger.FaultCount;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.ScriptedDns;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.OriginConnection;
import io.faultline.testkit.net.OriginSettings;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.tls.SelfSigned;
import io.faultline.testkit.tls.TlsClient;
import io.faultline.testkit.tls.TlsOrigin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every file in {@code config-examples} does what its comments promise, over real sockets. Clients and
 * origins are told apart by their address in 127/8, which only Linux gives without asking.
 */
@EnabledOnOs(OS.LINUX)
@ExtendWith(LeakGuard.class)
class ConfigExamplesIT {

    /** Serves one example and shows that it does what it is for. */
    @FunctionalInterface
    private interface Driver {
        void drive(Example example) throws Exception;
    }

    private static final Map<String, Driver> DRIVERS =
            Map.ofEntries(
                    Map.entry("smallest.yaml", ConfigExamplesIT::smallest),
                    Map.entry("postgres.yaml", ConfigExamplesIT::postgres),
                    Map.entry("redis-failover.yaml", ConfigExamplesIT::redisFailover),
                    Map.entry("behind-balancer.yaml", ConfigExamplesIT::behindBalancer),
                    Map.entry("firewall.yaml", ConfigExamplesIT::firewall),
                    Map.entry("dns-upstream.yaml", ConfigExamplesIT::dnsUpstream),
                    Map.entry("sni-passthrough.yaml", ConfigExamplesIT::sniPassthrough),
                    Map.entry("simple-site.yaml", HttpExamples::simpleSite),
                    Map.entry("path-split.yaml", HttpExamples::pathSplit),
                    Map.entry("limits.yaml", HttpExamples::limits),
                    Map.entry("canary.yaml", HttpExamples::canary),
                    Map.entry("redirect-to-https.yaml", HttpExamples::redirectToHttps),
                    Map.entry("websocket.yaml", HttpExamples::webSocket),
                    Map.entry("match-and-rewrite.yaml", HttpExamples::matchAndRewrite),
                    Map.entry("tls-two-names.yaml", SecureExamples::twoNames),
                    Map.entry("mtls.yaml", SecureExamples::mtls),
                    Map.entry("h2.yaml", SecureExamples::http2),
                    Map.entry("grpc.yaml", SecureExamples::grpc),
                    Map.entry("sticky.yaml", HttpExamples::sticky),
                    Map.entry("l4-and-l7.yaml", HttpExamples::l4AndL7));

    @TempDir static Path directory;

    @Test
    void everyExampleHasADriverAndEveryDriverAnExample() throws Exception {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> folder = Files.list(Example.FOLDER)) {
            folder.forEach(file -> files.add(file.getFileName().toString()));
        }

        assertThat(DRIVERS.keySet()).containsExactlyInAnyOrderElementsOf(files);
    }

    @TestFactory
    Stream<DynamicTest> doesWhatItPromises() {
        return new TreeMap<>(DRIVERS)
                .entrySet().stream()
                        .map(
                                entry ->
                                        DynamicTest.dynamicTest(
                                                entry.getKey(), () -> drive(entry.getKey())));
    }

    private static void drive(String name) throws Exception {
        try (Example example = Example.of(name)) {
            DRIVERS.get(name).drive(example);
        }
    }

    private static void smallest(Example example) throws Exception {
        try (var one = greeting("one");
                var two = greeting("two")) {
            example.with("10.0.0.1:80", one.hostPort()).with("10.0.0.2:80", two.hostPort()).serve();

            // In turn per worker, and the kernel picks the worker: over many, both get their share.
            assertThat(IntStream.range(0, 64).mapToObj(i -> example.whoServes()))
                    .contains("one", "two");
        }
    }

    private static void postgres(Example example) throws Exception {
        try (var one = greeting("one");
                var two = greeting("two")) {
            example.with("10.0.1.1:6432", one.hostPort())
                    .with("10.0.1.2:6432", two.hostPort())
                    .serve();

            Set<String> servers = new HashSet<>();
            for (int client = 1; client <= 24; client++) {
                String address = "127.0.1." + client;
                Set<String> ofThisClient = new HashSet<>();
                for (int i = 0; i < 4; i++) {
                    ofThisClient.add(example.whoServes(address));
                }
                assertThat(ofThisClient).as("servers of client " + address).hasSize(1);
                servers.addAll(ofThisClient);
            }
            assertThat(servers).containsExactlyInAnyOrder("one", "two");
        }
    }

    private static void redisFailover(Example example) throws Exception {
        try (var primary = greeting("primary");
                var backup = greeting("backup")) {
            example.with("10.0.2.1:6379", primary.hostPort())
                    .with("10.0.2.2:6379", backup.hostPort())
                    .serve();
            assertThat(IntStream.range(0, 16).mapToObj(i -> example.whoServes()))
                    .containsOnly("primary");

            primary.kill();
            Eventually.until("the backup to take over", () -> served(example, "backup"));

            primary.restart();
            Eventually.until("the primary to be back", () -> served(example, "primary"));
        }
    }

    private static void behindBalancer(Example example) throws Exception {
        var settings = OriginSettings.defaults().expectingProxyHeader();
        try (var one = ScriptedOrigin.start(settings, Behaviour.echo());
                var nobody = ReservedPort.any()) {
            example.with("10.0.0.10", "127.0.0.1")
                    .with("10.0.3.1:25", one.hostPort())
                    .with("10.0.3.2:25", "127.0.0.1:" + nobody.port())
                    .with("accessLog: { file: stdout, format: json }", "")
                    .serve();

            try (RawClient balancer = example.connect()) {
                balancer.send("PROXY TCP4 203.0.113.7 198.51.100.1 40000 25\r\nEHLO\n");
                assertThat(balancer.readLine()).isEqualTo("EHLO");
            }
            assertThat(clientsToldTo(one)).containsExactly("203.0.113.7");

            try (RawClient liar = example.connectFrom("127.0.0.99")) {
                liar.send("PROXY TCP4 203.0.113.8 198.51.100.1 40000 25\r\n");
                assertThat(liar.readLine()).startsWith("PROXY TCP4 203.0.113.8");
            }
            assertThat(clientsToldTo(one)).containsExactly("203.0.113.7", "127.0.0.99");
        }
    }

    private static void firewall(Example example) throws Exception {
        try (var one = greeting("one");
                var two = greeting("two")) {
            example.with("10.0.4.1:7443", one.hostPort())
                    .with("10.0.4.2:7443", two.hostPort())
                    .with("127.0.0.0/8", "127.5.0.0/16")
                    .with("10.1.2.3", "127.5.2.3")
                    .serve();

            assertThat(example.whoServes("127.5.0.1")).isIn("one", "two");
            assertDenied(example, "127.5.2.3");
            assertDenied(example, "127.6.0.1");
            Eventually.until(
                    "both to be counted", () -> countOf(example, NetworkFault.ADDRESS_DENIED) == 2);
        }
    }

    private static void dnsUpstream(Example example) throws Exception {
        String name = "search.internal.example";
        try (var old = greeting("old");
                var dns = ScriptedDns.start()) {
            dns.answers(name, 1, "127.0.0.1");
            example.with("10.0.0.2:53", "127.0.0.1:" + dns.port())
                    .with(name + ":9200", name + ":" + old.port())
                    .serve();
            Eventually.until("the name to be resolved", () -> served(example, "old"));

            dns.servfail(name);
            int asked = dns.asked(name);
            Eventually.until("it to be asked again", () -> dns.asked(name) > asked);
            assertThat(example.whoServes()).as("while the name fails").isEqualTo("old");

            // Nobody listens there: the endpoint has moved, and the old one is no longer used.
            dns.answers(name, 1, "127.0.0.55");
            Eventually.until(
                    "the endpoint to move",
                    () ->
                            example.cluster().endpoints().entries().stream()
                                    .map(entry -> entry.endpoint().address().getHostString())
                                    .toList()
                                    .equals(List.of("127.0.0.55")));
        }
    }

    private static void sniPassthrough(Example example) throws Exception {
        var shopKey = SelfSigned.in(directory, "shop.example.com", "a.b.shop.example.com");
        var mailKey = SelfSigned.in(directory, "mail.example.com");
        var webKey = SelfSigned.in(directory, "www.example.com", "mail.example.com");
        try (var shop = TlsOrigin.start("shop", shopKey);
                var mail = TlsOrigin.start("mail", mailKey, "imap");
                var web = TlsOrigin.start("web", webKey)) {
            example.with("10.0.5.1:443, 10.0.5.2:443", shop.hostPort())
                    .with("10.0.5.3:993", mail.hostPort())
                    .with("10.0.5.4:443", web.hostPort())
                    .with("helloTimeout: 5s", "helloTimeout: 200ms")
                    .with("accessLog: { file: stdout, format: json }", "")
                    .serve();
            int port = example.port();

            assertThat(TlsClient.ask(port, "shop.example.com", shopKey)).isEqualTo("shop");
            assertThat(TlsClient.ask(port, "a.b.shop.example.com", shopKey)).isEqualTo("shop");
            assertThat(TlsClient.ask(port, "mail.example.com", mailKey, "imap")).isEqualTo("mail");
            assertThat(TlsClient.ask(port, "mail.example.com", webKey)).isEqualTo("web");
            assertThat(TlsClient.ask(port, "www.example.com", webKey)).isEqualTo("web");
            assertThat(TlsClient.ask(port, null, webKey)).isEqualTo("web");

            try (RawClient plain = example.connect()) {
                plain.send("GET / HTTP/1.1\r\n\r\n").expectReset();
            }
            try (RawClient silent = example.connect()) {
                silent.expectReset();
            }
            Eventually.until("plain text", () -> countOf(example, TlsFault.NOT_TLS) == 1);
            Eventually.until("silence", () -> countOf(example, TlsFault.HANDSHAKE_TIMEOUT) == 1);
        }
    }

    private static boolean served(Example example, String who) {
        try (RawClient client = example.connect()) {
            return client.readToEnd().text().equals(who);
        }
    }

    private static void assertDenied(Example example, String address) {
        try (RawClient client = example.connectFrom(address)) {
            assertThat(client.readToEnd().bytes()).as("what %s got", address).isEmpty();
        }
    }

    private static long countOf(Example example, FaultCode code) {
        List<FaultCount> counts = example.proxy().server().faults().countsByListener();
        return counts.stream().filter(c -> c.code() == code).mapToLong(FaultCount::count).sum();
    }

    /** The client of each session, as its PROXY header names it; health checks send none. */
    private static List<String> clientsToldTo(ScriptedOrigin origin) {
        return origin.connections().stream()
                .map(OriginConnection::preamble)
                .filter(header -> header.length > 0)
                .map(ConfigExamplesIT::sourceIn)
                .toList();
    }

    /** PROXY protocol v2 over IPv4: the source address stands after 16 bytes. */
    private static String sourceIn(byte[] header) {
        return IntStream.range(16, 20)
                .mapToObj(i -> Integer.toString(header[i] & 0xFF))
                .collect(Collectors.joining("."));
    }

    private static ScriptedOrigin greeting(String name) {
        return ScriptedOrigin.start(Behaviour.greetThenClose(name));
    }
}
