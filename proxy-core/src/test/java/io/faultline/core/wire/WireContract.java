package io.faultline.core.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Errno;
import io.faultline.core.worker.Worker.Kind;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.BlackHole;
import io.faultline.testkit.net.Payload;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The rules of {@link Wire}, held against every implementation with real sockets. */
public abstract class WireContract extends WritingContract {

    private static final Duration QUIET = Duration.ofMillis(100);

    protected WireContract(Kind kind) {
        super(kind);
    }

    // ---- reading

    @Test
    void nothingComesBeforeReadingIsAskedFor() throws Exception {
        try (var client = RawClient.connect(bench.port())) {
            client.send("early");
            Wire wire = bench.nextWire();
            var reader = new RecordingReader();
            bench.onLoop(() -> wire.reader(reader));
            // The loop turns several times; what the kernel holds stays there.
            for (int turn = 0; turn < 5; turn++) {
                bench.onLoop(() -> {});
            }
            assertThat(reader.count()).isZero();

            bench.onLoop(wire::resumeReading);
            Eventually.until("the bytes", () -> reader.count() == 5);
            bench.onLoop(wire::close);
        }
    }

    @Test
    void aPauseHoldsBytesBackUntilReadingGoesOn() throws Exception {
        try (var client = RawClient.connect(bench.port())) {
            Wire wire = bench.nextWire();
            var pausing =
                    new RecordingReader() {
                        @Override
                        public synchronized void onBytes(
                                Wire from, Chunk chunk, int start, int end) {
                            super.onBytes(from, chunk, start, end);
                            from.pauseReading();
                        }
                    };
            start(wire, pausing);
            client.send("one");
            Eventually.until("the first bytes", () -> pausing.count() == 3);
            client.send("two");
            for (int turn = 0; turn < 5; turn++) {
                bench.onLoop(() -> {});
            }
            assertThat(new String(pausing.bytes(), ISO_8859_1)).isEqualTo("one");

            bench.onLoop(wire::resumeReading);
            Eventually.until("the rest", () -> pausing.count() == 6);
            bench.onLoop(wire::close);
        }
    }

    @Test
    void manyBytesArriveInOrderAndWholeAndThenTheEndOnce() throws Exception {
        byte[] payload = Payload.bytes(5_000_000, 7);
        try (var client = RawClient.connect(bench.port())) {
            Wire wire = bench.nextWire();
            var reader = new RecordingReader();
            start(wire, reader);
            client.send(payload).halfClose();
            Eventually.until("the end", () -> !reader.events().isEmpty());
            assertThat(reader.bytes()).isEqualTo(payload);
            for (int turn = 0; turn < 5; turn++) {
                bench.onLoop(() -> {});
            }
            assertThat(reader.events()).containsExactly("end after 5000000");
            bench.onLoop(wire::close);
        }
    }

    @Test
    void bytesGivenBackComeAgainFirst() throws Exception {
        try (var client = RawClient.connect(bench.port())) {
            Wire wire = bench.nextWire();
            var later = new RecordingReader();
            var headReader =
                    new RecordingReader() {
                        @Override
                        public synchronized void onBytes(
                                Wire from, Chunk chunk, int start, int end) {
                            super.onBytes(from, chunk, start, end);
                            from.unread(chunk, start + 4, end);
                            from.reader(later);
                        }
                    };
            start(wire, headReader);
            client.send("HEADbody");
            Eventually.until("the head", () -> headReader.count() == 8);
            client.send("-more").halfClose();
            bench.onLoop(wire::resumeReading);
            Eventually.until("the end", () -> !later.events().isEmpty());
            assertThat(new String(later.bytes(), ISO_8859_1)).isEqualTo("body-more");
            bench.onLoop(wire::close);
        }
    }

    @Test
    void closingGivesBackWhatWasNeverReadAgain() throws Exception {
        try (var client = RawClient.connect(bench.port())) {
            Wire wire = bench.nextWire();
            var reader =
                    new RecordingReader() {
                        @Override
                        public synchronized void onBytes(
                                Wire from, Chunk chunk, int start, int end) {
                            super.onBytes(from, chunk, start, end);
                            from.unread(chunk, start, end);
                        }
                    };
            start(wire, reader);
            client.send("x");
            Eventually.until("the byte", () -> reader.count() == 1);
            bench.onLoop(wire::close);
            // stop() checks that no memory is lent out.
        }
    }

    // ---- the end

    @Test
    void aResetByThePeerBreaksTheWireOnce() throws Exception {
        try (var client = RawClient.connect(bench.port())) {
            Wire wire = bench.nextWire();
            var reader = new RecordingReader();
            start(wire, reader);
            client.send("x");
            Eventually.until("the byte", () -> reader.count() == 1);
            client.reset();
            Eventually.until("the reset", () -> !reader.events().isEmpty());
            assertThat(reader.events()).containsExactly("broken " + Errno.ECONNRESET);
            assertThat(bench.onLoop(wire::isOpen)).isFalse();
        }
    }

    @Test
    void aResetIsSeenAsAResetByThePeer() throws Exception {
        try (var client = RawClient.connect(bench.port())) {
            Wire wire = bench.nextWire();
            bench.onLoop(wire::reset);
            client.expectReset();
        }
    }

    @Test
    void aCloseIsSeenAsAnOrderlyEndAndNothingIsToldAfterIt() throws Exception {
        try (var client = RawClient.connect(bench.port())) {
            Wire wire = bench.nextWire();
            var reader = new RecordingReader();
            start(wire, reader);
            bench.onLoop(wire::close);
            client.expectFin();
            client.sendInVain("into the void");
            for (int turn = 0; turn < 5; turn++) {
                bench.onLoop(() -> {});
            }
            assertThat(reader.events()).isEmpty();
            assertThat(reader.count()).isZero();
        }
    }

    @Test
    void aReaderThatClosesInACallbackHearsNoMore() throws Exception {
        byte[] payload = Payload.bytes(1_000_000, 5);
        try (var client = RawClient.connect(bench.port())) {
            Wire wire = bench.nextWire();
            var reader =
                    new RecordingReader() {
                        @Override
                        public synchronized void onBytes(
                                Wire from, Chunk chunk, int start, int end) {
                            super.onBytes(from, chunk, start, end);
                            from.close();
                        }
                    };
            client.sendUntilBlocked(QUIET);
            start(wire, reader);
            Eventually.until("the close", () -> !bench.onLoop(wire::isOpen));
            int seen = reader.count();
            for (int turn = 0; turn < 5; turn++) {
                bench.onLoop(() -> {});
            }
            assertThat(reader.count()).isEqualTo(seen).isLessThan(payload.length);
            assertThat(reader.events()).isEmpty();
        }
    }

    // ---- connecting

    @Test
    void aConnectEndsAfterTheCallThatStartedIt() throws Exception {
        try (var origin = ScriptedOrigin.start(Behaviour.greetThenEcho("hello"))) {
            var outcomes = new LinkedBlockingQueue<String>();
            var reader = new RecordingReader();
            Wire wire = connect(origin.port(), outcomes);
            assertThat(outcomes.poll(WireBench.SECONDS, TimeUnit.SECONDS)).isEqualTo("connected");
            start(wire, reader);
            Eventually.until("the greeting", () -> reader.count() == 6);
            bench.onLoop(wire::close);
        }
    }

    @Test
    void aRefusedConnectCarriesItsErrno() throws Exception {
        try (var reserved = ReservedPort.any()) {
            var outcomes = new LinkedBlockingQueue<String>();
            Wire wire = connect(reserved.port(), outcomes);
            assertThat(outcomes.poll(WireBench.SECONDS, TimeUnit.SECONDS))
                    .isEqualTo("failed " + Errno.ECONNREFUSED);
            assertThat(bench.onLoop(wire::isOpen)).isFalse();
        }
    }

    @Test
    void closingAWireThatIsStillConnectingCancelsTheAttempt() throws Exception {
        try (var hole = BlackHole.open()) {
            var outcomes = new LinkedBlockingQueue<String>();
            Wire wire = connect(hole.port(), outcomes);
            bench.onLoop(wire::close);
            assertThat(outcomes.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS)).isNull();
        }
    }

    private Wire connect(int port, BlockingQueue<String> outcomes) throws Exception {
        List<String> duringTheCall = new ArrayList<>();
        Wire wire =
                bench.onLoop(
                        () -> {
                            Wire started =
                                    bench.worker
                                            .transport()
                                            .connect(
                                                    PeerAddress.ofV4(0x7f000001, port),
                                                    null,
                                                    telling(outcomes));
                            duringTheCall.addAll(outcomes);
                            return started;
                        });
        assertThat(duringTheCall).isEmpty();
        return wire;
    }

    private static ConnectObserver telling(BlockingQueue<String> outcomes) {
        return new ConnectObserver() {
            @Override
            public void onConnected(Wire wire) {
                outcomes.add("connected");
            }

            @Override
            public void onConnectFailed(Wire wire, int errno) {
                outcomes.add("failed " + errno);
            }
        };
    }
}
