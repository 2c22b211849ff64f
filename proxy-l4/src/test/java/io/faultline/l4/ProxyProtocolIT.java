package io.faultline.l4;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.NetworkFault;
import io.faultline.core.fault.SessionFault;
import io.faultline.core.proxyprotocol.ProxyHeaderEncoder;
import io.faultline.core.worker.Worker;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.OriginSettings;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Between two that speak PROXY protocol: the test is the balancer in front, the origin is behind. */
class ProxyProtocolIT {

    private static final String FROM_US = "proxyProtocol: { from: [127.0.0.1], timeout: 30s }";
    private static final String HEADER = "PROXY TCP4 203.0.113.7 198.51.100.1 40000 443\r\n";
    private static final PeerAddress CLIENT = PeerAddress.ofV4(0xcb007107, 40_000);
    private static final PeerAddress DESTINATION = PeerAddress.ofV4(0xc6336401, 443);

    private final ScriptedOrigin origin =
            ScriptedOrigin.start(
                    OriginSettings.defaults().expectingProxyHeader(), Behaviour.echo());

    @AfterEach
    void closeOrigin() {
        origin.close();
    }

    @ParameterizedTest
    @EnumSource(Worker.Kind.class)
    void theAnnouncedClientIsToldOnAndItsFirstBytesFollow(Worker.Kind kind) {
        try (var bench = start(kind, FROM_US, "v2");
                var balancer = bench.connect()) {
            balancer.send(HEADER + "hello");

            assertThat(balancer.readText(5)).isEqualTo("hello");
            assertThat(toldToOrigin()).isEqualTo(v2(CLIENT, DESTINATION));
        }
    }

    @ParameterizedTest
    @EnumSource(Worker.Kind.class)
    void aHeaderMayComeByteByByte(Worker.Kind kind) {
        try (var bench = start(kind, FROM_US, "v1");
                var balancer = bench.connect()) {
            for (char one : (v2(CLIENT, DESTINATION) + "hello").toCharArray()) {
                balancer.send(String.valueOf(one));
            }

            assertThat(balancer.readText(5)).isEqualTo("hello");
            assertThat(toldToOrigin()).isEqualTo(HEADER);
        }
    }

    @ParameterizedTest
    @EnumSource(Worker.Kind.class)
    void whereTheHeaderNamesNobodyTheSocketsOwnAddressesAreTold(Worker.Kind kind) {
        try (var bench = start(kind, FROM_US, "v2");
                var balancer = bench.connect()) {
            balancer.send("PROXY UNKNOWN\r\nhello");

            assertThat(balancer.readText(5)).isEqualTo("hello");
            assertThat(toldToOrigin())
                    .isEqualTo(
                            v2(
                                    PeerAddress.from(balancer.local()),
                                    PeerAddress.ofV4(0x7f000001, bench.port())));
        }
    }

    @ParameterizedTest
    @EnumSource(Worker.Kind.class)
    void aHeaderFromSomebodyElseIsJustData(Worker.Kind kind) {
        try (var bench = start(kind, FROM_US.replace("127.0.0.1", "192.0.2.1"), "v1");
                var liar = bench.connect()) {
            liar.send(HEADER);

            assertThat(liar.readText(HEADER.length())).isEqualTo(HEADER);
            assertThat(toldToOrigin()).startsWith("PROXY TCP4 127.0.0.1 127.0.0.1 ");
        }
    }

    @ParameterizedTest
    @EnumSource(Worker.Kind.class)
    void theFirewallIsAskedAgainAboutTheAnnouncedClient(Worker.Kind kind) {
        try (var bench = start(kind, "firewall: { deny: [203.0.113.0/24] }, " + FROM_US, "v1");
                var balancer = bench.connect()) {
            balancer.send(HEADER);

            balancer.expectReset();
            Fault fault = bench.awaitFault(NetworkFault.ADDRESS_DENIED).fault();
            assertThat(fault.evidence()).hasToString("rule=deny 203.0.113.0/24 at=test.yaml:3");
            assertThat(origin.accepted()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Worker.Kind.class)
    void theClientCapCountsAnnouncedClientsNotTheBalancer(Worker.Kind kind) {
        try (var bench = start(kind, "maxConnectionsPerClient: 1, " + FROM_US, "v1");
                var one = bench.connect();
                var other = bench.connect();
                var oneAgain = bench.connect()) {
            assertEchoed(one.send(HEADER));
            assertEchoed(other.send(HEADER.replace("203.0.113.7", "203.0.113.8")));
            oneAgain.send(HEADER);

            oneAgain.expectReset();
            Fault fault = bench.awaitFault(SessionFault.CONNECTION_LIMIT).fault();
            assertThat(fault.evidence().toString()).endsWith("client=203.0.113.7");
        }
    }

    @ParameterizedTest
    @EnumSource(Worker.Kind.class)
    void aPeerThatSpeaksSomethingElseIsClosedWithoutWaiting(Worker.Kind kind) {
        try (var bench = start(kind, FROM_US, "v1");
                var confused = bench.connect()) {
            confused.send("GET / HTTP/1.1\r\n");

            confused.expectReset();
            assertPreambleFault(
                    bench,
                    "reason=the first bytes are neither \"PROXY \" nor the version 2 signature"
                            + " seen=47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a"
                            + " \"GET / HTTP/1.1..\"");
        }
    }

    @ParameterizedTest
    @EnumSource(Worker.Kind.class)
    void aPeerThatEndsInTheMiddleIsToldHowFarItCame(Worker.Kind kind) {
        try (var bench = start(kind, FROM_US, "v1");
                var hasty = bench.connect()) {
            hasty.send("PROXY TCP4").halfClose();

            hasty.expectReset();
            assertPreambleFault(
                    bench,
                    "reason=the peer closed before its PROXY header was complete"
                            + " seen=50 52 4f 58 59 20 54 43 50 34 \"PROXY TCP4\"");
        }
    }

    @ParameterizedTest
    @EnumSource(Worker.Kind.class)
    void aPeerThatStaysSilentRunsIntoTheDeadlineThatIsNamed(Worker.Kind kind) {
        try (var bench = start(kind, FROM_US.replace("30s", "20ms"), "v1");
                var silent = bench.connect()) {
            silent.expectReset();
            assertPreambleFault(
                    bench,
                    "reason=no complete PROXY header in time seen=nothing"
                            + " timer=proxyProtocol.timeout=20ms (test.yaml:3)");
        }
    }

    private static void assertEchoed(RawClient balancer) {
        assertThat(balancer.send("x").readText(1)).isEqualTo("x");
    }

    private void assertPreambleFault(L4Bench bench, String evidence) {
        Fault fault = bench.awaitFault(SessionFault.PREAMBLE_INVALID).fault();
        assertThat(fault.side()).isSameAs(Side.CLIENT);
        assertThat(fault.stage()).isSameAs(Stage.PREAMBLE);
        assertThat(fault.evidence()).hasToString(evidence);
        assertThat(origin.accepted()).isZero();
        bench.awaitNoSessions();
    }

    private String toldToOrigin() {
        return new String(origin.awaitConnection(1).preamble(), ISO_8859_1);
    }

    private L4Bench start(Worker.Kind kind, String listener, String version) {
        String upstream =
                "sendProxyProtocol: %s, endpoints: [%s]".formatted(version, origin.hostPort());
        return L4Bench.start(L4Bench.config(listener, "", upstream), kind);
    }

    private static String v2(PeerAddress client, PeerAddress destination) {
        ByteBuffer header = ByteBuffer.allocate(ProxyHeaderEncoder.MAX_BYTES);
        ProxyHeaderEncoder.writeV2(client, destination, header);
        return ISO_8859_1.decode(header.flip()).toString();
    }
}
