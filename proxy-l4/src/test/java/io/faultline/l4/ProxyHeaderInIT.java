package io.faultline.l4;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.NetworkFault;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.worker.Worker.Kind;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.OriginSettings;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who the client is when a balancer stands before us, and what happens when the balancer lies or stalls. */
@ExtendWith(LeakGuard.class)
class ProxyHeaderInIT {

    /** The only peer that may speak for others. */
    private static final String BALANCER = "127.0.0.2";

    private static final String STRANGER = "127.0.0.3";
    private static final byte[] V1 = Announcement.v1("192.0.2.7", 4711, "198.51.100.9", 443);
    private static final byte[] V2 = Announcement.v2("192.0.2.7", 4711, "198.51.100.9", 443);

    static Stream<Arguments> everyHeaderOnEveryTransport() {
        return Stream.of(Kind.EPOLL, Kind.NIO)
                .flatMap(kind -> Stream.of(Arguments.of(kind, V1), Arguments.of(kind, V2)));
    }

    static Stream<byte[]> headers() {
        return Stream.of(V1, V2);
    }

    @ParameterizedTest
    @MethodSource("everyHeaderOnEveryTransport")
    void theAnnouncedClientIsToldOnAndWhatFollowsTheHeaderArrives(Kind kind, byte[] header) {
        try (var origin = origin();
                var bench = L4Bench.start(config("", origin), kind);
                var balancer = bench.connectFrom(BALANCER)) {
            balancer.send(Announcement.with(header, "ping")).halfClose();
            assertThat(balancer.readToFin()).asString().isEqualTo("ping");
            assertThat(preambleAt(origin))
                    .isEqualTo("PROXY TCP4 192.0.2.7 198.51.100.9 4711 443\r\n");
            assertThat(origin.awaitConnection(1).receivedText()).isEqualTo("ping");
            bench.awaitNoSessions();
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("everyHeaderOnEveryTransport")
    void aHeaderMayComeByteByByte(Kind kind, byte[] header) {
        try (var origin = origin();
                var bench = L4Bench.start(config("", origin), kind);
                var balancer = bench.connectFrom(BALANCER)) {
            for (byte each : Announcement.with(header, "ping")) {
                balancer.send(new byte[] {each});
            }
            assertThat(balancer.readText(4)).isEqualTo("ping");
            assertThat(preambleAt(origin)).startsWith("PROXY TCP4 192.0.2.7 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n", // no header at all
                "PROXY TCP9 nonsense\r\n",
                "\r\n\r\n\0\r\nQUIZ\n" // the signature of version 2, but for one letter
            })
    void withoutAGoodHeaderTheBalancerIsResetAndNoEndpointIsAsked(String garbage) {
        try (var origin = origin();
                var bench = L4Bench.start(config("", origin));
                var balancer = bench.connectFrom(BALANCER)) {
            balancer.send(garbage);
            balancer.expectReset();
            Fault fault = bench.awaitFault(SessionFault.PREAMBLE_INVALID).fault();
            assertThat(fault.side()).isEqualTo(Side.CLIENT);
            assertThat(fault.stage()).isEqualTo(Stage.PREAMBLE);
            assertThat(fault.evidence().toString()).contains("seen=" + hexOf(garbage));
            bench.awaitNoSessions();
            assertThat(origin.accepted()).isZero();
            assertThat(bench.server.faults().total()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("headers")
    void halfAHeaderAndThenSilenceRunsIntoTheDeadlineThatIsNamedWithItsLine(byte[] header) {
        try (var origin = origin();
                var bench = L4Bench.start(config("timeout: 150ms", origin));
                var balancer = bench.connectFrom(BALANCER)) {
            balancer.send(half(header));
            balancer.expectReset();
            assertThat(bench.evidenceOf(SessionFault.PREAMBLE_INVALID))
                    .contains("proxyProtocol.timeout=150ms (test.yaml:3)");
            assertThat(origin.accepted()).isZero();
        }
    }

    @Test
    void aBalancerThatSaysNothingAtAllRunsIntoTheSameDeadline() {
        try (var origin = origin();
                var bench = L4Bench.start(config("timeout: 150ms", origin))) {
            bench.expectRefusalOf(BALANCER);
            assertThat(bench.evidenceOf(SessionFault.PREAMBLE_INVALID))
                    .contains("proxyProtocol.timeout=150ms (test.yaml:3)");
        }
    }

    @ParameterizedTest
    @MethodSource("everyHeaderOnEveryTransport")
    void halfAHeaderAndThenTheEndIsNoHeader(Kind kind, byte[] header) {
        try (var origin = origin();
                var bench = L4Bench.start(config("", origin), kind);
                var balancer = bench.connectFrom(BALANCER)) {
            balancer.send(half(header)).halfClose();
            balancer.expectReset();
            Fault fault = bench.awaitFault(SessionFault.PREAMBLE_INVALID).fault();
            assertThat(fault.side()).isEqualTo(Side.CLIENT);
            assertThat(fault.evidence().toString()).contains("closed before");
            bench.awaitNoSessions();
            assertThat(origin.accepted()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void halfAHeaderAndThenAResetIsTheClientsReset(Kind kind) {
        try (var origin = origin();
                var bench = L4Bench.start(config("", origin), kind)) {
            bench.connectFrom(BALANCER).send(half(V2)).reset();
            Fault fault = bench.awaitFault(TransportFault.RESET).fault();
            assertThat(fault.side()).isEqualTo(Side.CLIENT);
            assertThat(fault.stage()).isEqualTo(Stage.PREAMBLE);
            bench.awaitNoSessions();
            assertThat(origin.accepted()).isZero();
        }
    }

    static Stream<byte[]> headersThatNameNobody() {
        return Stream.of(Announcement.v1Unknown(), Announcement.v2Local());
    }

    @ParameterizedTest
    @MethodSource("headersThatNameNobody")
    void aBalancerThatSpeaksForItselfIsTheClient(byte[] header) {
        try (var origin = origin();
                var bench = L4Bench.start(config("", origin));
                var balancer = bench.connectFrom(BALANCER)) {
            balancer.send(Announcement.with(header, "ping"));
            assertThat(balancer.readText(4)).isEqualTo("ping");
            assertThat(preambleAt(origin))
                    .isEqualTo(
                            "PROXY TCP4 127.0.0.2 127.0.0.1 %d %d\r\n"
                                    .formatted(balancer.local().getPort(), bench.port()));
        }
    }

    @ParameterizedTest
    @MethodSource("headers")
    void aHeaderFromAnybodyElseIsTheirData(byte[] header) {
        try (var origin = origin();
                var bench = L4Bench.start(config("", origin));
                var stranger = bench.connectFrom(STRANGER)) {
            stranger.send(header);
            assertThat(stranger.readExactly(header.length)).isEqualTo(header);
            assertThat(preambleAt(origin)).startsWith("PROXY TCP4 127.0.0.3 127.0.0.1 ");
        }
    }

    @Test
    void theFirewallJudgesTheAnnouncedClientAndNotOnlyTheBalancer() {
        try (var origin = origin();
                var bench =
                        L4Bench.start(config("", origin, "firewall: { deny: [192.0.2.0/24] }"));
                var denied = bench.connectFrom(BALANCER);
                var allowed = bench.connectFrom(BALANCER)) {
            denied.send(V1);
            denied.expectReset();
            Fault fault = bench.awaitFault(NetworkFault.ADDRESS_DENIED).fault();
            assertThat(fault.side()).isEqualTo(Side.CLIENT);
            assertThat(fault.evidence().toString())
                    .contains("deny 192.0.2.0/24")
                    .contains("test.yaml:3");
            assertThat(origin.accepted()).isZero();

            allowed.send(Announcement.v1("203.0.113.5", 1, "198.51.100.9", 443)).send("ping");
            assertThat(allowed.readText(4)).isEqualTo("ping");
        }
    }

    @Test
    void theCapPerClientCountsAnnouncedClientsAndNotTheirBalancer() {
        try (var origin = origin();
                var bench = L4Bench.start(config("", origin, "maxConnectionsPerClient: 1"));
                var first = announced(bench, "192.0.2.7");
                var second = announced(bench, "192.0.2.8");
                var firstAgain = bench.connectFrom(BALANCER)) {
            assertThat(first.readText(4)).isEqualTo("ping");
            assertThat(second.readText(4)).isEqualTo("ping");
            firstAgain.send(Announcement.v2("192.0.2.7", 99, "198.51.100.9", 443));
            firstAgain.expectReset();
            assertThat(bench.evidenceOf(SessionFault.CONNECTION_LIMIT))
                    .contains("maxConnectionsPerClient")
                    .contains("192.0.2.7");
        }
    }

    private static RawClient announced(L4Bench bench, String client) {
        return bench.connectFrom(BALANCER)
                .send(Announcement.with(Announcement.v2(client, 1, "198.51.100.9", 443), "ping"));
    }

    private static String hexOf(String start) {
        byte[] bytes = start.getBytes(ISO_8859_1);
        return HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(16, bytes.length));
    }

    private static byte[] half(byte[] header) {
        return Arrays.copyOf(header, header.length / 2);
    }

    private static ScriptedOrigin origin() {
        return ScriptedOrigin.start(
                OriginSettings.defaults().expectingProxyHeader(), Behaviour.echo());
    }

    private static String preambleAt(ScriptedOrigin origin) {
        return new String(origin.awaitConnection(1).preamble(), ISO_8859_1);
    }

    private static String config(String proxyProtocol, ScriptedOrigin origin) {
        return config(proxyProtocol, origin, "backlog: 128");
    }

    private static String config(String proxyProtocol, ScriptedOrigin origin, String listener) {
        String timeout = proxyProtocol.isEmpty() ? "" : ", " + proxyProtocol;
        return L4Bench.config(
                "%s, proxyProtocol: { from: [%s]%s }".formatted(listener, BALANCER, timeout),
                "",
                "sendProxyProtocol: v1, endpoints: [" + origin.hostPort() + "]");
    }
}
