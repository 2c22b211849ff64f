package io.faultline.testkit.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ScriptedOriginIT {

    @Test
    void echoAnswersAFinWithAFin() {
        byte[] bytes = Payload.bytes(300_000, 7);
        try (var origin = ScriptedOrigin.start(Behaviour.echo());
                var client = RawClient.connect(origin.port())) {
            client.send("hello");
            assertThat(client.readText(5)).isEqualTo("hello");

            client.send(bytes);
            assertThat(client.readExactly(bytes.length)).isEqualTo(bytes);

            client.halfClose();
            client.expectFin();
            var seen = origin.awaitConnection(1);
            seen.awaitEnding(Ending.FIN);
            assertThat(seen.receivedBytes()).isEqualTo(5 + bytes.length);
        }
    }

    @Test
    void theScriptGoesConnectionByConnectionAndItsLastLineRepeats() {
        try (var origin =
                ScriptedOrigin.start(
                        Behaviour.greetThenClose("first"), Behaviour.greetThenClose("rest"))) {
            assertThat(answerOf(origin)).isEqualTo("first");
            assertThat(answerOf(origin)).isEqualTo("rest");
            assertThat(answerOf(origin)).isEqualTo("rest");

            origin.becomes(Behaviour.greetThenClose("new"));
            assertThat(answerOf(origin)).isEqualTo("new");
            assertThat(origin.accepted()).isEqualTo(4);
        }
    }

    @Test
    void aResetAtOnceIsAResetAndNotAFin() {
        try (var origin = ScriptedOrigin.start(Behaviour.resetAtOnce());
                var client = RawClient.connect(origin.port())) {
            client.expectReset();
        }
    }

    @Test
    void aResetComesAfterTheBytesReceived() {
        try (var origin = ScriptedOrigin.start(Behaviour.resetAfterReceiving(1000));
                var client = RawClient.connect(origin.port())) {
            client.send(new byte[999]);
            origin.awaitConnection(1).awaitReceived(999);
            client.expectSilence(Duration.ofMillis(50));

            client.send(new byte[1]);
            client.expectReset();
        }
    }

    @Test
    void aResetMidStreamComesAfterTheBytesSent() {
        byte[] bytes = Payload.bytes(50_000, 3);
        try (var origin = ScriptedOrigin.start(Behaviour.sendThenResetOnAnswer(bytes));
                var client = RawClient.connect(origin.port())) {
            assertThat(client.readExactly(bytes.length)).isEqualTo(bytes);
            client.send("x");
            client.expectReset();
        }
    }

    @Test
    void theOriginKnowsAClientsResetFromItsFin() {
        try (var origin = ScriptedOrigin.start(Behaviour.sink())) {
            RawClient.connect(origin.port()).send("a").reset();
            origin.awaitConnection(1).awaitEnding(Ending.RESET);

            RawClient.connect(origin.port()).send("a").close();
            origin.awaitConnection(2).awaitEnding(Ending.FIN);
        }
    }

    @Test
    void halfCloseWorksFromEitherSide() {
        try (var origin =
                ScriptedOrigin.start(
                        Behaviour.sendThenFin("bye".getBytes(ISO_8859_1)),
                        Behaviour.answerAfterFin("late".getBytes(ISO_8859_1)))) {
            try (var client = RawClient.connect(origin.port())) {
                assertThat(client.readToFin()).isEqualTo("bye".getBytes(ISO_8859_1));
                client.send("still sending").halfClose();
                origin.awaitConnection(1).awaitReceived(13);
            }
            try (var client = RawClient.connect(origin.port())) {
                client.send("question").halfClose();
                assertThat(client.readToEnd().text()).isEqualTo("late");
            }
        }
    }

    @Test
    void aSilentOriginHoldsAndAStoppedOneLetsGo() {
        try (var origin = ScriptedOrigin.start(Behaviour.silent());
                var client = RawClient.connect(origin.port())) {
            client.expectSilence(Duration.ofMillis(50));
            assertThat(origin.open()).isEqualTo(1);

            origin.stop();
            client.expectFin();
        }
    }

    @Test
    void aDeadOriginRefusesAndComesBackOnItsPort() {
        try (var origin = ScriptedOrigin.start(Behaviour.greetThenEcho("a"))) {
            try (var client = RawClient.connect(origin.port())) {
                assertThat(client.readLine()).isEqualTo("a");
                origin.kill();
                client.expectReset();
            }
            assertRefused(origin.address());
            assertTaken(origin.address());

            origin.restart();
            try (var client = RawClient.connect(origin.port())) {
                assertThat(client.readLine()).isEqualTo("a");
            }
        }
    }

    @Test
    void aReservedPortRefusesForAsLongAsItIsHeld() {
        try (var port = ReservedPort.any()) {
            assertRefused(port.address());
            assertRefused(port.address());
        }
    }

    @Test
    void aBlackHoleAnswersNothingUntilItHeals() {
        try (var hole = BlackHole.open()) {
            assertThatThrownBy(
                            () -> {
                                try (var socket = new Socket()) {
                                    socket.connect(hole.address(), 200);
                                }
                            })
                    .isInstanceOf(SocketTimeoutException.class);

            hole.heal(Behaviour.greetThenClose("back"));
            try (var client = RawClient.connect(hole.port())) {
                assertThat(client.readToEnd().text()).isEqualTo("back");
            }
        }
    }

    @Test
    void anOriginThatDoesNotReadBlocksItsPeerAndReadsOnWhenTold() {
        var gate = new CountDownLatch(1);
        var small = OriginSettings.defaults().withReceiveBuffer(4096);
        try (var origin = ScriptedOrigin.start(small, Behaviour.after(gate, Behaviour.checksum()));
                var client = RawClient.connect(origin.port())) {
            long sent = client.sendUntilBlocked(Duration.ofMillis(100));
            assertThat(origin.awaitConnection(1).receivedBytes()).isZero();

            gate.countDown();
            client.halfClose();
            assertThat(client.readLine()).startsWith(sent + " ");
        }
    }

    @Test
    void aSlowClientBlocksAnEndlessOrigin() {
        try (var origin = ScriptedOrigin.start(Behaviour.endless());
                var client = ClientSettings.to(origin.port()).withReceiveBuffer(4096).connect()) {
            byte[] first = client.readExactly(100_000);
            assertThat(first).startsWith(Payload.bytes(64 * 1024, 1));
            client.reset();
            origin.awaitConnection(1).awaitEnding(Ending.RESET);
        }
    }

    @Test
    void aSlowReaderStillGetsEverything() {
        byte[] bytes = Payload.bytes(10_000, 5);
        try (var origin = ScriptedOrigin.start(Behaviour.readSlowly(1000, Duration.ofMillis(1)));
                var client = RawClient.connect(origin.port())) {
            client.send(bytes).halfClose();
            client.expectFin();
            assertThat(origin.awaitConnection(1).receivedSha256()).isEqualTo(Payload.sha256(bytes));
        }
    }

    @Test
    void aProxyHeaderIsCutOffAndKeptRaw() {
        var expecting = OriginSettings.defaults().expectingProxyHeader();
        byte[] v2 =
                HexFormat.of()
                        .parseHex(
                                "0d0a0d0a000d0a515549540a"
                                        + "2111000c"
                                        + "0a0000010a000002"
                                        + "10e10050");
        try (var origin = ScriptedOrigin.start(expecting, Behaviour.echo())) {
            try (var client = RawClient.connect(origin.port())) {
                client.send("PROXY TCP4 10.0.0.1 10.0.0.2 4321 80\r\nhello");
                assertThat(client.readText(5)).isEqualTo("hello");
            }
            try (var client = RawClient.connect(origin.port())) {
                client.send(v2).send("hello");
                assertThat(client.readText(5)).isEqualTo("hello");
            }
            assertThat(origin.awaitConnection(1).preamble())
                    .isEqualTo("PROXY TCP4 10.0.0.1 10.0.0.2 4321 80\r\n".getBytes(ISO_8859_1));
            assertThat(origin.awaitConnection(2).preamble()).isEqualTo(v2);
            assertThat(origin.awaitConnection(2).receivedText()).isEqualTo("hello");
        }
    }

    @Test
    void originsAndClientsCanHaveAddressesOfTheirOwn() {
        var v6 = OriginSettings.defaults().on("::1");
        try (var origin = ScriptedOrigin.start(v6, Behaviour.greetThenClose("six"))) {
            assertThat(origin.hostPort()).isEqualTo("[0:0:0:0:0:0:0:1]:" + origin.port());
            try (var client = ClientSettings.to(origin.address()).connect()) {
                assertThat(client.readToEnd().text()).isEqualTo("six");
            }
        }
        try (var origin = ScriptedOrigin.start(Behaviour.sink());
                var client = ClientSettings.to(origin.port()).from("127.0.0.77").connect()) {
            assertThat(origin.awaitConnection(1).remote()).isEqualTo(client.local());
            assertThat(client.local().getAddress().getHostAddress()).isEqualTo("127.0.0.77");
        }
    }

    @Test
    void aBehaviourThatBreaksFailsTheTest() {
        var origin =
                ScriptedOrigin.start(
                        connection -> {
                            throw new IllegalStateException("script bug");
                        });
        try (var client = RawClient.connect(origin.port())) {
            client.expectFin();
        }
        assertThatThrownBy(origin::close).hasMessageContaining("a behaviour of the origin broke");
    }

    private static String answerOf(ScriptedOrigin origin) {
        try (var client = RawClient.connect(origin.port())) {
            return client.readToEnd().text();
        }
    }

    /** As the kernel sees it when it looks for a port to give away. */
    private static void assertTaken(InetSocketAddress address) {
        assertThatThrownBy(
                        () -> {
                            try (var other = new ServerSocket()) {
                                other.setReuseAddress(false);
                                other.bind(address);
                            }
                        })
                .isInstanceOf(BindException.class);
    }

    private static void assertRefused(InetSocketAddress address) {
        assertThatThrownBy(() -> ClientSettings.to(address).connect())
                .hasCauseInstanceOf(ConnectException.class)
                .hasRootCauseMessage("Connection refused");
    }
}
