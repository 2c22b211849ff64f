package io.faultline.l4.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.tls.selfsigned.CertificateSpec;
import io.faultline.l4.L4Bench;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.Meddler;
import io.faultline.testkit.net.Meddler.Direction;
import io.faultline.testkit.net.Meddler.Then;
import io.faultline.testkit.net.ScriptedOrigin;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes over a network that cuts, stalls and dribbles, on either side of the proxy. */
@ExtendWith(LeakGuard.class)
class TlsBadNetworkIT {

    /** In the hello, at its end, and within what a client says last; a JDK hello has about 400 bytes. */
    private static final List<Integer> CLIENT_CUTS = List.of(0, 1, 5, 60, 200);

    /** In a server's hello, its certificate and its last words. */
    private static final List<Integer> SERVER_CUTS = List.of(0, 1, 5, 60, 127, 300, 600);

    private final CertificateFolder files;

    TlsBadNetworkIT(@TempDir Path folder) {
        files = new CertificateFolder(folder);
        files.server("shop", "localhost");
    }

    /** @param after bytes have passed */
    record Cut(int after, Then then) {}

    private static Stream<Cut> cuts(List<Integer> places) {
        List<Cut> cuts = new ArrayList<>();
        for (int place : places) {
            for (Then then : Then.values()) {
                cuts.add(new Cut(place, then));
            }
        }
        return cuts.stream();
    }

    static Stream<Cut> clientCuts() {
        return cuts(CLIENT_CUTS);
    }

    /** A reset before the first byte may overtake the end of the connect, and is then its failure. */
    static Stream<Cut> serverCuts() {
        return cuts(SERVER_CUTS).filter(cut -> cut.after() > 0 || cut.then() != Then.RESET);
    }

    private static FaultCode expected(Then then) {
        return switch (then) {
            case FIN -> TransportFault.CLOSED_EARLY;
            case RESET -> TransportFault.RESET;
            case STALL -> TlsFault.HANDSHAKE_TIMEOUT;
        };
    }

    private static void expectAlone(L4Bench bench, FaultCode code, Side side, Stage stage) {
        Fault fault = bench.awaitFault(code).fault();
        assertThat(fault.side()).isEqualTo(side);
        assertThat(fault.stage()).isEqualTo(stage);
        bench.awaitNoSessions();
        assertThat(bench.server.faults().total()).isEqualTo(1);
        assertThat(bench.server.backlogBytes()).as("memory that was not given back").isZero();
    }

    private SSLSocket secure(int port, String version) throws IOException {
        var socket =
                (SSLSocket)
                        files.trusting()
                                .getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        socket.setEnabledProtocols(new String[] {version});
        return socket;
    }

    private L4Bench ending(ScriptedOrigin origin, String timeout) {
        return L4Bench.start(
                L4Bench.config(
                        "tls: { certificates: [%s], handshakeTimeout: %s }"
                                .formatted(files.yaml("shop"), timeout),
                        "",
                        "endpoints: [127.0.0.1:" + origin.port() + "]"));
    }

    // ---- clients

    @ParameterizedTest
    @MethodSource("clientCuts")
    void whatEndsAClientsHandshakeIsTheClientsAndIsNamed(Cut cut) throws Exception {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = ending(origin, cut.then() == Then.STALL ? "100ms" : "20s");
                var network =
                        Meddler.cutting(
                                bench.port(), Direction.TO_SERVER, cut.after(), cut.then());
                var socket = secure(network.port(), "TLSv1.3")) {
            Thread.ofVirtual().start(() -> shakeHands(socket));
            expectAlone(bench, expected(cut.then()), Side.CLIENT, Stage.TLS);
        }
    }

    /** After the hello: its length is what had passed when our answer came. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientThatIsCutInItsLastWordsIsNamedAsWell(String version) throws Exception {
        try (var origin = ScriptedOrigin.start(Behaviour.echo())) {
            int whole;
            try (var bench = ending(origin, "20s");
                    var network = Meddler.dribblingTo(bench.port());
                    var socket = secure(network.port(), version)) {
                socket.startHandshake();
                whole = network.passed(Direction.TO_SERVER);
            }
            for (Then then : Then.values()) {
                try (var bench = ending(origin, then == Then.STALL ? "100ms" : "20s");
                        var network =
                                Meddler.cutting(
                                        bench.port(), Direction.TO_SERVER, whole - 30, then);
                        var socket = secure(network.port(), version)) {
                    Thread.ofVirtual().start(() -> shakeHands(socket));
                    expectAlone(bench, expected(then), Side.CLIENT, Stage.TLS);
                }
            }
        }
    }

    private static void shakeHands(SSLSocket socket) {
        try {
            socket.startHandshake();
        } catch (IOException cut) {
            // The test looks at the proxy's side of it.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void oneByteAtATimeIsAsGoodAsAnyOther(String version) throws Exception {
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = ending(origin, "20s");
                var network = Meddler.dribblingTo(bench.port());
                var socket = secure(network.port(), version)) {
            socket.getOutputStream().write("hello".getBytes(ISO_8859_1));
            assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    // ---- endpoints

    private EchoOverTls endpoint(String version) throws IOException {
        var spec = CertificateSpec.server(Instant.now(), "127.0.0.1");
        return new EchoOverTls(
                files.showing(files.authority.issue(spec)),
                server -> server.setEnabledProtocols(new String[] {version}));
    }

    private L4Bench originating(int port, String timeout) {
        return L4Bench.start(
                L4Bench.config(
                        "",
                        "",
                        "endpoints: [127.0.0.1:%d], connect: { attempts: 1, budget: 20s }, tls: { ca: %s/ca.pem, handshakeTimeout: %s }"
                                .formatted(port, files.path, timeout)));
    }

    @ParameterizedTest
    @MethodSource("serverCuts")
    void whatEndsAnEndpointsHandshakeIsTheEndpointsAndIsNamed(Cut cut) throws Exception {
        try (var echo = endpoint("TLSv1.3");
                var network =
                        Meddler.cutting(echo.port(), Direction.TO_CLIENT, cut.after(), cut.then());
                var bench =
                        originating(network.port(), cut.then() == Then.STALL ? "100ms" : "20s");
                var client = bench.connect()) {
            client.expectReset();
            expectAlone(bench, expected(cut.then()), Side.UPSTREAM, Stage.UPSTREAM_TLS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void anEndpointMayDribbleToo(String version) throws Exception {
        try (var echo = endpoint(version);
                var network = Meddler.dribblingTo(echo.port());
                var bench = originating(network.port(), "20s");
                var client = bench.connect()) {
            client.send("hello");
            assertThat(client.readText(5)).isEqualTo("hello");
            assertThat(bench.server.faults().total()).isZero();
        }
    }

    // ---- hellos that go on and on

    @Test
    void aHelloWithoutEndIsRefusedBeforeItCostsMuch() {
        byte[] record = new byte[16 * 1024 + 5];
        record[0] = 22;
        record[1] = 3;
        record[2] = 1;
        record[3] = 0x40;
        record[5] = 1; // ClientHello
        record[6] = 1; // of 64 KiB and more
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var bench = ending(origin, "20s");
                var client = bench.connect()) {
            client.send(record);
            client.expectReset();
            expectAlone(bench, TlsFault.NOT_TLS, Side.CLIENT, Stage.TLS);
        }
    }
}
