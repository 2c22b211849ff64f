package io.faultline.l4.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.worker.Worker.Kind;
import io.faultline.l4.Announcement;
import io.faultline.l4.L4Bench;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.OriginSettings;
import io.faultline.testkit.net.Payload;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.text.StrictJson;
import io.faultline.testkit.tls.JdkHello;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The hello on its way through: untouched when it comes, and named when it does not. */
@ExtendWith(LeakGuard.class)
class SniHelloIT {

    private static final byte[] HELLO = JdkHello.of("a.example", List.of("h2"), "TLSv1.3");

    /** About 12 KiB: several segments, like a post-quantum one and more. */
    private static final byte[] LARGE =
            JdkHello.of(
                    "a.example",
                    IntStream.range(0, 60).mapToObj(i -> ("p" + i).repeat(67)).toList(),
                    "TLSv1.3");

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void aHelloInSegmentsOfOneByteArrivesByteForByte(Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = L4Bench.start(config("", "", origin), kind);
                var client = bench.connect()) {
            for (byte one : HELLO) {
                client.send(new byte[] {one});
            }
            assertThat(client.readExactly(HELLO.length)).isEqualTo(HELLO);
            client.send("more").halfClose();
            assertThat(client.readToFin()).asString().isEqualTo("more");
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void aLargeHelloAndWhatFollowsAtOnceArriveInOrder(Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.checksum());
                var bench = L4Bench.start(config("", "", origin), kind);
                var client = bench.connect()) {
            var all = new ByteArrayOutputStream();
            all.writeBytes(LARGE);
            all.writeBytes(Payload.bytes(1_000_000, 3));
            client.send(Arrays.copyOf(LARGE, 1500));
            client.send(Arrays.copyOfRange(all.toByteArray(), 1500, all.size())).halfClose();
            assertThat(new String(client.readToFin())).contains(Payload.sha256(all.toByteArray()));
            bench.awaitNoSessions();
            assertThat(bench.server.backlogBytes()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void theProxyHeaderComesBeforeTheHello(Kind kind) {
        var settings = OriginSettings.defaults().expectingProxyHeader();
        try (var origin = ScriptedOrigin.start(settings, Behaviour.echo());
                var bench = L4Bench.start(config("", "sendProxyProtocol: v1", origin), kind);
                var client = bench.connectFrom("127.0.0.9")) {
            client.send(Arrays.copyOf(HELLO, 7));
            client.send(Arrays.copyOfRange(HELLO, 7, HELLO.length));
            assertThat(client.readExactly(HELLO.length)).isEqualTo(HELLO);
            assertThat(origin.awaitConnection(1).preamble())
                    .asString()
                    .startsWith("PROXY TCP4 127.0.0.9 ");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void aPeersProxyHeaderAndTheHelloMayComeTogether(Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench =
                        L4Bench.start(
                                config("", "", origin)
                                        .replace(
                                                "name: in",
                                                "name: in, proxyProtocol: { from: [127.0.0.1] }"),
                                kind);
                var client = bench.connect()) {
            byte[] header = Announcement.v1("192.0.2.7", 4711, "198.51.100.9", 443);
            var both = new ByteArrayOutputStream();
            both.writeBytes(header);
            both.writeBytes(HELLO);
            client.send(both.toByteArray());
            assertThat(client.readExactly(HELLO.length)).isEqualTo(HELLO);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void aClientThatEndsItsHalfBehindTheHelloIsRelayed(Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = L4Bench.start(config("", "", origin), kind);
                var client = bench.connect()) {
            client.send(HELLO).halfClose();
            assertThat(client.readToFin()).isEqualTo(HELLO);
            bench.awaitNoSessions();
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void halfAHelloRunsIntoTheTimerThatIsNamedWithItsLine(Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = L4Bench.start(config("helloTimeout: 150ms", "", origin), kind);
                var client = bench.connect()) {
            client.send(Arrays.copyOf(HELLO, 100));
            client.expectReset();
            assertThat(clientFault(bench, TlsFault.HANDSHAKE_TIMEOUT))
                    .contains("tcp.helloTimeout=150ms (test.yaml:3)", "received=100 bytes");
            expectNothingLeft(bench, origin);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void aClientThatWaitsForAGreetingIsToldApartFromAStalledHello(Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = L4Bench.start(config("helloTimeout: 100ms", "", origin), kind);
                var client = bench.connect()) {
            client.expectReset();
            assertThat(clientFault(bench, TlsFault.HANDSHAKE_TIMEOUT))
                    .contains("received=nothing: it may wait for a greeting");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void plainHttpIsRefusedAndNamed(Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = L4Bench.start(config("", "", origin), kind);
                var client = bench.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
            client.expectReset();
            assertThat(clientFault(bench, TlsFault.NOT_TLS))
                    .contains("looksLike=HTTP", "\"GET / HTTP/1.1");
            expectNothingLeft(bench, origin);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void aBrokenHelloIsRefusedAndTheRuleNamed(Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = L4Bench.start(config("", "", origin), kind);
                var client = bench.connect()) {
            byte[] broken = HELLO.clone();
            broken[3] = 0;
            broken[4] = 0;
            client.send(broken);
            client.expectReset();
            assertThat(clientFault(bench, TlsFault.NOT_TLS))
                    .contains("rule=RFC 8446 5.1: a record of 0 bytes");
            expectNothingLeft(bench, origin);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void plaintextGoesWhereItIsToldToFromItsFirstByteOn(Kind kind) {
        try (var tls = ScriptedOrigin.start(Behaviour.silent());
                var plain = ScriptedOrigin.start(Behaviour.echo());
                var bench =
                        L4Bench.start(
                                config("plaintextTo: plain", "", tls)
                                        + "  plain: { endpoints: [\""
                                        + plain.hostPort()
                                        + "\"] }\n",
                                kind);
                var client = bench.connect()) {
            client.send("S");
            assertThat(client.readText(1)).isEqualTo("S");
            client.send("SH-2.0-x\r\n");
            assertThat(client.readLine()).isEqualTo("SH-2.0-x\r");
            assertThat(tls.accepted()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void aClientThatClosesWithinItsHelloIsNotBlamedOnAnybodyElse(Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = L4Bench.start(config("", "", origin), kind);
                var client = bench.connect()) {
            client.send(Arrays.copyOf(HELLO, 50)).halfClose();
            client.expectReset();
            assertThat(clientFault(bench, TransportFault.CLOSED_EARLY))
                    .contains("received=50 bytes");
            expectNothingLeft(bench, origin);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void aClientThatResetsWithinItsHelloLeavesNothingBehind(Kind kind) {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = L4Bench.start(config("", "", origin), kind)) {
            var client = bench.connect();
            client.send(Arrays.copyOf(HELLO, 50));
            Eventually.until("the bytes to be held", () -> bench.server.backlogBytes() > 0);
            client.reset();
            clientFault(bench, TransportFault.RESET);
            expectNothingLeft(bench, origin);
        }
    }

    @Test
    void anEndpointThatRefusesIsStillReportedAsSuch() {
        try (var origin = ScriptedOrigin.start(Behaviour.resetAfterReceiving(10));
                var bench = L4Bench.start(config("", "", origin));
                var client = bench.connect()) {
            client.send(HELLO);
            client.expectReset();
            assertThat(bench.awaitFault(TransportFault.RESET).fault().side())
                    .isEqualTo(Side.UPSTREAM);
        }
    }

    @Test
    void theServerNameIsInTheAccessLog(@TempDir Path directory) {
        Path log = directory.resolve("access.log");
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench =
                        L4Bench.start(
                                config("", "", origin)
                                        + "accessLog: { file: \""
                                        + log
                                        + "\", format: json }\n");
                var client = bench.connect()) {
            client.send(HELLO).halfClose();
            client.readToFin();
            Eventually.until("a line", () -> !text(log).isEmpty());
            assertThat(StrictJson.object(text(log)))
                    .containsEntry("sni", "a.example")
                    .containsEntry("upstream", "backend");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String clientFault(L4Bench bench, FaultCode code) {
        Fault fault = bench.awaitFault(code).fault();
        assertThat(fault.side()).isEqualTo(Side.CLIENT);
        assertThat(fault.stage()).isEqualTo(Stage.TLS);
        return fault.evidence().toString();
    }

    private static void expectNothingLeft(L4Bench bench, ScriptedOrigin origin) {
        bench.awaitNoSessions();
        assertThat(origin.accepted()).isZero();
        assertThat(bench.server.backlogBytes()).isZero();
        assertThat(bench.server.faults().total()).isEqualTo(1);
    }

    private static String config(String tcp, String upstream, ScriptedOrigin origin) {
        return """
        workers: 2
        listeners:
          - { name: in, bind: "127.0.0.1:0", tcp: { sni: [{ names: [a.example], to: backend }]%s } }
        upstreams:
          backend: { endpoints: ["%s"]%s }
        """
                .formatted(comma(tcp), origin.hostPort(), comma(upstream));
    }

    private static String comma(String keys) {
        return keys.isEmpty() ? "" : ", " + keys;
    }
}
