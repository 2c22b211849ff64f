package io.faultline.core.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.tls.engine.TlsVersion;
import io.faultline.core.wire.RecordingReader;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.Worker.Kind;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Random;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only TLS has: handshakes, records that are damaged, ends that are not said. */
class TlsWireIT {

    private TlsBench bench;

    @BeforeEach
    void start() throws Exception {
        bench = new TlsBench(Kind.AUTO, TlsVersion.TLS_1_3);
    }

    @AfterEach
    void stop() throws Exception {
        Eventually.until("every engine is freed", () -> bench.enginesAlive() == 0);
        assertThat(bench.worker.chunks().lentBytes()).isZero();
        bench.close();
    }

    private SSLSocket secure(Socket raw) throws IOException {
        return (SSLSocket)
                TestPki.jdk(null).getSocketFactory().createSocket(raw, "localhost", 1, true);
    }

    private Socket raw() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), bench.rawPort());
        socket.setTcpNoDelay(true); // the JDK writes its last flight in two parts
        return socket;
    }

    private RecordingReader listen(Wire wire) {
        var reader = new RecordingReader();
        bench.onLoop(
                () -> {
                    wire.reader(reader);
                    wire.resumeReading();
                });
        return reader;
    }

    @Test
    void aFinWithoutCloseNotifyIsAnEndThatIsNotClean() throws Exception {
        try (Socket raw = raw()) {
            SSLSocket secure = secure(raw);
            secure.getOutputStream().write("half".getBytes(US_ASCII));
            Wire wire = bench.nextWire();
            RecordingReader reader = listen(wire);
            Eventually.until("the bytes", () -> reader.count() == 4);
            raw.shutdownOutput();
            Eventually.until("the end", () -> !reader.events().isEmpty());
            assertThat(reader.events()).containsExactly("end after 4");
            assertThat(bench.onLoop(wire::endedCleanly)).isFalse();
            bench.onLoop(wire::close);
        }
    }

    @Test
    void aCloseNotifyIsACleanEndAndOurHalfGoesOn() throws Exception {
        try (Socket raw = raw()) {
            SSLSocket secure = secure(raw);
            secure.getOutputStream().write("all".getBytes(US_ASCII));
            secure.shutdownOutput();
            Wire wire = bench.nextWire();
            RecordingReader reader = listen(wire);
            Eventually.until("the end", () -> !reader.events().isEmpty());
            assertThat(bench.onLoop(wire::endedCleanly)).isTrue();
            byte[] answer = "an answer".getBytes(US_ASCII);
            bench.onLoop(() -> wire.write(TlsBench.chunk(answer), 0, answer.length));
            assertThat(secure.getInputStream().readNBytes(answer.length)).isEqualTo(answer);
            bench.onLoop(wire::close);
            assertThat(secure.getInputStream().read()).as("close_notify").isEqualTo(-1);
        }
    }

    @Test
    void aDamagedRecordBreaksTheWireAndSaysWhy() throws Exception {
        try (Socket raw = raw()) {
            SSLSocket secure = secure(raw);
            secure.startHandshake();
            Wire wire = bench.nextWire();
            RecordingReader reader = listen(wire);
            byte[] forged = new byte[64];
            forged[0] = 23;
            forged[1] = 3;
            forged[2] = 3;
            forged[4] = 59;
            raw.getOutputStream().write(forged);
            Eventually.until("the break", () -> !reader.events().isEmpty());
            assertThat(reader.events()).containsExactly("broken 71");
            assertThat(String.valueOf(bench.onLoop(wire::whyBroken)))
                    .contains("L6.NOT_TLS", "BAD_DECRYPT");
        }
    }

    @Test
    void garbageAndResetsInTheHandshakeLeaveNothingBehind() throws Exception {
        var random = new Random(4);
        for (int round = 0; round < 100; round++) {
            try (var client = RawClient.connect(bench.rawPort())) {
                byte[] garbage = new byte[1 + random.nextInt(300)];
                random.nextBytes(garbage);
                if (round % 2 == 0) {
                    garbage[0] = 22; // it begins like a handshake
                }
                client.send(garbage);
                if (round % 3 == 0) {
                    client.reset();
                } else {
                    client.halfClose().readToEnd();
                }
            }
        }
        Eventually.until("all have failed", () -> bench.failures() == 100);
    }

    @Test
    void aThousandHandshakesLeaveNoMemory() throws Exception {
        var context = TestPki.jdk(null);
        for (int round = 0; round < 1000; round++) {
            try (Socket raw = raw()) {
                var secure =
                        (SSLSocket)
                                context.getSocketFactory().createSocket(raw, "localhost", 1, true);
                secure.startHandshake();
                Wire wire = bench.nextWire();
                bench.onLoop(wire::close);
            }
        }
        assertThat(bench.enginesAlive()).isZero();
    }
}
