package io.faultline.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.Errno;
import io.faultline.core.worker.Worker.Kind;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Payload;
import io.faultline.testkit.net.RawClient;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What {@link Wire} promises to those who write. */
abstract class WritingContract extends WireFixture {

    WritingContract(Kind kind) {
        super(kind);
    }

    @Test
    void aSlowPeerMakesABacklogAndItsEndIsTold() throws Exception {
        byte[] block = Payload.bytes(64 * 1024, 3);
        try (var client = RawClient.connect(bench.port())) {
            Wire wire = bench.nextWire();
            var reader = new RecordingReader();
            bench.onLoop(() -> wire.reader(reader));
            // Looked at in the same turn: a peer that takes bytes late may take them in the next.
            long written =
                    bench.onLoop(
                            () -> {
                                long taken = writeUntilBacklogged(wire, block);
                                assertThat(wire.backlogBytes()).isBetween(1, block.length);
                                assertThat(reader.events()).isEmpty();
                                return taken;
                            });

            byte[] received = client.readExactly((int) written);
            Eventually.until("the backlog's end", () -> reader.events().contains("drained"));
            assertThat(received).startsWith(block).endsWith(block);
            assertThat(bench.onLoop(wire::backlogBytes)).isZero();
            bench.onLoop(wire::close);
        }
    }

    /** Whatever part of them the peer takes at once: all of the first, some of it, or some of both. */
    @Test
    void twoRunsOfBytesArriveAsOne() throws Exception {
        byte[] payload = Payload.bytes(3_000_000, 9);
        var chunk = Chunk.allocate(payload.length);
        chunk.buffer().put(0, payload);
        for (int cut : new int[] {1, 100, 1_500_000, 2_999_999}) {
            try (var client = RawClient.connect(bench.port())) {
                Wire wire = bench.nextWire();
                start(wire, new RecordingReader());
                bench.onLoop(
                        () -> {
                            wire.write(chunk, 0, cut, chunk, cut, payload.length);
                            wire.finish();
                        });
                assertThat(client.readToFin()).isEqualTo(payload);
                bench.onLoop(wire::close);
            }
        }
    }

    /** A head written elsewhere and a body that lies behind other bytes: those are not ours to change. */
    @Test
    void twoRunsFromTwoPlacesArriveAsOneAndStayAsTheyWere() throws Exception {
        byte[] head = Payload.bytes(300, 21);
        byte[] lent = Payload.bytes(90_000, 22);
        var first = Chunk.allocate(head.length);
        first.buffer().put(0, head);
        var second = Chunk.allocate(lent.length);
        second.buffer().put(0, lent);
        for (int from : new int[] {0, 299, 300, 5_000, 80_000}) {
            try (var client = RawClient.connect(bench.port())) {
                Wire wire = bench.nextWire();
                start(wire, new RecordingReader());
                bench.onLoop(
                        () -> {
                            wire.write(first, 0, head.length, second, from, lent.length);
                            wire.finish();
                        });
                byte[] rest = Arrays.copyOfRange(lent, from, lent.length);
                assertThat(client.readToFin()).isEqualTo(joined(head, rest));
                bench.onLoop(wire::close);
            }
            byte[] now = new byte[lent.length];
            second.buffer().get(0, now);
            assertThat(now).isEqualTo(lent);
        }
    }

    @Test
    void finishSendsTheBacklogFirstAndThenFin() throws Exception {
        byte[] block = Payload.bytes(64 * 1024, 3);
        try (var client = RawClient.connect(bench.port())) {
            Wire wire = bench.nextWire();
            bench.onLoop(() -> wire.reader(new RecordingReader()));
            long written = bench.onLoop(() -> writeUntilBacklogged(wire, block));
            bench.onLoop(wire::finish);
            assertThat(client.readToFin()).hasSize((int) written);
            bench.onLoop(wire::close);
        }
    }

    @Test
    protected void afterFinishThePeerCanStillSend() throws Exception {
        try (var client = RawClient.connect(bench.port())) {
            Wire wire = bench.nextWire();
            var reader = new RecordingReader();
            start(wire, reader);
            bench.onLoop(wire::finish);
            client.expectFin();
            client.send("still here");
            Eventually.until("the bytes", () -> reader.count() == 10);
            bench.onLoop(wire::close);
        }
    }

    @Test
    void aWriteToAPeerThatIsGoneIsToldFromTheLoopAndNotFromInside() throws Exception {
        try (var client = RawClient.connect(bench.port())) {
            Wire wire = bench.nextWire();
            var reader = new RecordingReader();
            bench.onLoop(() -> wire.reader(reader));
            client.reset();
            byte[] block = Payload.bytes(64 * 1024, 3);
            Eventually.until(
                    "the failure",
                    () -> {
                        bench.onLoop(
                                () -> {
                                    int before = reader.events().size();
                                    wire.write(WireBench.chunk(block), 0, block.length);
                                    assertThat(reader.events()).hasSize(before);
                                });
                        return !reader.events().isEmpty();
                    });
            assertThat(reader.events())
                    .singleElement()
                    .isIn("broken " + Errno.ECONNRESET, "broken " + Errno.EPIPE);
            assertThat(wire.isOpen()).isFalse();
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static long writeUntilBacklogged(Wire wire, byte[] block) {
        Chunk chunk = WireBench.chunk(block);
        long written = block.length;
        while (wire.write(chunk, 0, block.length)) {
            written += block.length;
        }
        return written;
    }
}
