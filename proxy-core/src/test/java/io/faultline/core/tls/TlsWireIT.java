package io.faultline.core.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.tls.engine.TlsVersion;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.RecordingReader;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireBench;
import io.faultline.core.worker.Worker.Kind;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.RawClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
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
                    .contains(
                            "L6.PROTOCOL_ERROR (client, tls)",
                            "rule=BAD_DECRYPT",
                            "after the handshake");
        }
    }

    /** Of small records, as in HTTP: all that is needed lives with the worker or the wire. */
    @Test
    void anExchangeLeavesNoMoreGarbageThanOnTheWireBelow() throws Exception {
        long plain;
        try (var below = new WireBench(Kind.AUTO);
                var client = new Socket(InetAddress.getLoopbackAddress(), below.port())) {
            plain = garbageOfAnExchange(below, client);
        }
        try (Socket raw = raw()) {
            SSLSocket secure = secure(raw);
            secure.startHandshake();

            assertThat(garbageOfAnExchange(bench, secure)).isLessThan(plain + 16);
        }
    }

    /** In bytes of the loop's heap. */
    private static long garbageOfAnExchange(WireBench bench, Socket client) throws Exception {
        int rounds = 4_000;
        Wire wire = bench.nextWire();
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long loop = bench.onLoop(() -> Thread.currentThread().threadId());
        var echo = new Echo();
        bench.onLoop(
                () -> {
                    wire.reader(echo);
                    wire.resumeReading();
                });
        client.setTcpNoDelay(true);
        exchange(client, rounds); // until everything is compiled and pooled
        long before = threads.getThreadAllocatedBytes(loop);
        exchange(client, rounds);
        long each = (threads.getThreadAllocatedBytes(loop) - before) / rounds;
        bench.onLoop(wire::close);
        return each;
    }

    private static void exchange(Socket client, int rounds) throws IOException {
        byte[] request = new byte[300];
        for (int i = 0; i < rounds; i++) {
            client.getOutputStream().write(request);
            client.getInputStream().readNBytes(request.length);
        }
    }

    private static final class Echo extends RecordingReader {

        @Override
        public synchronized void onBytes(Wire wire, Chunk chunk, int from, int to) {
            wire.write(chunk, from, to);
        }
    }

    /** The engine is done with the handshake and meets the garbage before anybody reads. */
    @Test
    void garbageRightBehindTheHandshakeIsAFailureOfIt() throws Exception {
        try (Socket raw = raw()) {
            SSLEngine engine = TestPki.jdk(null).createSSLEngine("localhost", 1);
            engine.setUseClientMode(true);
            byte[] forged = {23, 3, 3, 0, 32, 1, 2, 3};
            shakeHands(engine, raw, Arrays.copyOf(forged, 37));
            Eventually.until("it has failed", () -> bench.failures() == 1);
        }
    }

    /** By hand, so that something can be sent in one segment with the last words of the handshake. */
    private static void shakeHands(SSLEngine engine, Socket raw, byte[] behind) throws IOException {
        var in = ByteBuffer.allocate(64 * 1024);
        var out = ByteBuffer.allocate(64 * 1024);
        var plain = ByteBuffer.allocate(64 * 1024);
        in.limit(0);
        engine.beginHandshake();
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_WRAP -> {
                    var wrapped = engine.wrap(ByteBuffer.allocate(0), out);
                    boolean last = wrapped.getHandshakeStatus() == HandshakeStatus.FINISHED;
                    if (last) {
                        out.put(behind);
                    }
                    if (last || engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
                        raw.getOutputStream().write(out.array(), 0, out.position());
                        out.clear();
                    }
                    if (last) {
                        return;
                    }
                }
                case NEED_UNWRAP -> {
                    var opened = engine.unwrap(in, plain);
                    if (opened.getStatus() == Status.BUFFER_UNDERFLOW) {
                        in.compact();
                        int read =
                                raw.getInputStream()
                                        .read(in.array(), in.position(), in.remaining());
                        in.position(in.position() + Math.max(read, 0)).flip();
                    }
                }
                case NEED_TASK -> engine.getDelegatedTask().run();
                default -> throw new AssertionError(engine.getHandshakeStatus());
            }
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
