package io.faultline.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.core.wire.linux.LinuxTransport;
import io.faultline.core.worker.Worker.Kind;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Payload;
import io.faultline.testkit.net.RawClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes that go from socket to socket inside the kernel, and what is told of them. */
class SpliceIT {

    private static final byte[] BYTES = Payload.bytes(3_000_000, 11);

    private WireBench bench;
    private RawClient sender;
    private RawClient receiver;
    private Wire source;
    private Wire sink;

    @BeforeEach
    void connect() throws Exception {
        assumeTrue(LinuxTransport.isAvailable(), "no epoll on this system");
        bench = new WireBench(Kind.EPOLL);
        sender = RawClient.connect(bench.port());
        source = bench.nextWire();
        receiver = RawClient.connect(bench.port());
        sink = bench.nextWire();
    }

    @AfterEach
    void close() throws Exception {
        bench.onLoop(source::close);
        bench.onLoop(sink::close);
        sender.close();
        receiver.close();
        assertThat(bench.worker.chunks().lentBytes()).as("memory that was not given back").isZero();
        bench.close();
    }

    /** Passes so many bytes on to the sink, spliced as soon as it may, and keeps what follows. */
    private final class Splicing extends RecordingReader {

        private final AtomicLong rest;
        private boolean quietBehindIt = true;

        Splicing(long most) {
            this.rest = new AtomicLong(most);
        }

        @Override
        public synchronized void onBytes(Wire wire, Chunk chunk, int from, int to) {
            int passed = (int) Math.min(rest.get(), to - from);
            super.onBytes(wire, chunk, from + passed, to);
            boolean goesOn = passed == 0 || sink.write(chunk, from, from + passed);
            if (rest.addAndGet(-passed) > 0 && goesOn) {
                wire.spliceTo(sink, rest.get());
            }
        }

        @Override
        public synchronized void onMoved(Wire wire, int count) {
            super.onMoved(wire, count);
            if (rest.addAndGet(-count) == 0) {
                quietBehindIt = wire.isQuiet();
            }
        }

        synchronized boolean wasQuiet() {
            return quietBehindIt;
        }
    }

    private RecordingReader start(Splicing reader) {
        var atTheSink = new RecordingReader();
        bench.onLoop(
                () -> {
                    sink.reader(atTheSink);
                    sink.resumeReading();
                    source.reader(reader);
                    source.resumeReading();
                });
        return atTheSink;
    }

    @Test
    void aSpliceEndsWithItsAllowanceAndWhatFollowsComesToTheReader() throws Exception {
        int most = 2_000_000;
        var reader = new Splicing(most);
        start(reader);
        Thread sending = Thread.startVirtualThread(() -> sender.send(BYTES).halfClose());
        assertThat(receiver.readExactly(most)).isEqualTo(Arrays.copyOf(BYTES, most));
        Eventually.until("the end", () -> reader.events().contains("end after 1000000"));
        assertThat(reader.bytes()).isEqualTo(Arrays.copyOfRange(BYTES, most, BYTES.length));
        assertThat(reader.events()).contains("moved");
        sending.join();
    }

    @Test
    void bytesThatWaitBehindTheAllowanceMakeAWireUnquiet() {
        var reader = new Splicing(1_000_000);
        sender.sendUntilBlocked(Duration.ofMillis(100)); // so that more is there than may pass
        start(reader);
        receiver.readExactly(1_000_000);
        Eventually.until("what follows", () -> reader.count() > 0);
        assertThat(reader.events()).contains("moved");
        assertThat(reader.wasQuiet()).isFalse();
    }

    @Test
    void aWireIsQuietBehindASpliceThatTookAllThereWas() {
        var reader = new Splicing(BYTES.length);
        start(reader);
        Thread.startVirtualThread(() -> sender.send(BYTES));
        assertThat(receiver.readExactly(BYTES.length)).isEqualTo(BYTES);
        Eventually.until("all told", () -> reader.rest.get() == 0);
        assertThat(reader.events()).contains("moved");
        assertThat(reader.wasQuiet()).isTrue();
        sender.send("more"); // and it still listens
        Eventually.until("more", () -> reader.count() == 4);
    }

    @Test
    void aSinkThatTakesNothingHoldsTheSourceUpAndSaysWhenItHasTakenAll() throws Exception {
        var reader = new Splicing(10L * BYTES.length);
        var atTheSink = start(reader);
        Thread sending =
                Thread.startVirtualThread(
                        () -> {
                            for (int i = 0; i < 10; i++) {
                                sender.send(BYTES);
                            }
                        });
        Eventually.until("a backlog", () -> bench.<Integer>onLoop(sink::backlogBytes) > 0);
        for (int i = 0; i < 10; i++) {
            assertThat(receiver.readExactly(BYTES.length)).isEqualTo(BYTES);
        }
        sending.join();
        Eventually.until("all told", () -> reader.rest.get() == 0);
        assertThat(atTheSink.events()).contains("drained");
        assertThat(bench.<Integer>onLoop(sink::backlogBytes)).isZero();
    }

    @Test
    void aGlanceTakesNoMoreThanItMay() {
        var reader = new RecordingReader();
        sender.sendUntilBlocked(Duration.ofMillis(100));
        bench.onLoop(
                () -> {
                    source.readAtMost(1000);
                    source.reader(
                            new RecordingReader() {
                                @Override
                                public synchronized void onBytes(
                                        Wire wire, Chunk chunk, int from, int to) {
                                    wire.pauseReading();
                                    reader.onBytes(wire, chunk, from, to);
                                }
                            });
                    source.resumeReading();
                });
        Eventually.until("a glance", () -> reader.count() > 0);
        assertThat(reader.count()).isEqualTo(1000);
    }
}
