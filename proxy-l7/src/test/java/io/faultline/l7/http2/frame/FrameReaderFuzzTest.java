package io.faultline.l7.http2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.wire.Chunk;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Frames in any order, bent with fixed seeds. However the bytes arrive, the same is read in them, what is held stays within its
 * bounds, and Netty reads the same frames, up to the first one that either of both refuses.
 */
class FrameReaderFuzzTest {

    private static final int ROUNDS = 3_000;
    private static final int MAX_FRAME = 16_384;
    private static final int MAX_BLOCK = 20_000;

    /** Indexed fields and a literal: no bend makes of it what Netty could not decode. */
    private static final byte[] BLOCK = {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0, 1, 'a', 1, 'b'};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void framesAreReadAlikeHoweverTheyArrive(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = bent(random, frames(random));
            String whole = read(bytes, random, bytes.length);
            assertThat(read(bytes, random, 1)).as("seed %d round %d", seed, round).isEqualTo(whole);
            assertThat(read(bytes, random, 40))
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void nettyReadsTheSameFrames(long seed) {
        var random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = frames(random);
            if (random.nextInt(3) == 0) {
                bytes = bent(random, bytes);
            }
            List<String> ours = untilRefused(read(bytes, random, bytes.length));
            List<String> netty = NettyFrames.read(bytes);
            String last = ours.isEmpty() ? "" : ours.getLast();
            if ((last.startsWith("ignored") || last.startsWith("goaway"))
                    && netty.size() == ours.size() - 1) {
                ours =
                        ours.subList(
                                0, netty.size()); // told when it begins, not when it is complete
            }
            if (ours.size() > netty.size() && ours.get(netty.size()).startsWith("headers")) {
                continue; // bent so that Netty cannot decode it, which is not the reader's affair
            }
            boolean refusing = last.startsWith("connection") || last.startsWith("error");
            int same = refusing ? ours.size() - 1 : ours.size();
            String what =
                    "seed %d round %d: %s".formatted(seed, round, HexFormat.of().formatHex(bytes));
            assertThat(netty.subList(0, Math.min(same, netty.size())))
                    .as(what)
                    .isEqualTo(ours.subList(0, Math.min(same, netty.size())));
            if (refusing) {
                refused++;
            } else {
                assertThat(netty).as(what).isEqualTo(ours);
            }
            if (refusing && !isStricter(last)) {
                assertThat(netty.size()).as(what).isEqualTo(same);
            }
        }
        assertThat(refused).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
    }

    /** Behind a stream error we read on, and Netty leaves that to others. */
    private static List<String> untilRefused(String told) {
        List<String> lines = new ArrayList<>();
        for (String line : told.lines().toList()) {
            lines.add(line);
            if (line.startsWith("error")) {
                break;
            }
        }
        return lines;
    }

    /** What Netty leaves to those behind its reader, or does not mind. */
    private static boolean isStricter(String told) {
        return told.contains("depends on itself")
                || told.contains("push")
                || told.contains("not SETTINGS")
                || told.contains("CONTINUATION frames")
                || told.contains("header block of more");
    }

    private static String read(byte[] bytes, Random random, int most) {
        var told = new ToldFrames();
        FrameReader reader = FrameReader.ofServer(told, MAX_FRAME, MAX_BLOCK);
        Chunk chunk = Chunk.allocate(bytes.length + 1);
        chunk.buffer().put(1, bytes);
        int at = 1;
        while (at <= bytes.length) {
            int next = Math.min(bytes.length + 1, at + 1 + random.nextInt(most));
            reader.feed(chunk, at, next);
            at = next;
        }
        return told.toString();
    }

    private static byte[] frames(Random random) {
        var all = new ByteArrayOutputStream();
        frame(all, FrameType.SETTINGS, 0, 0, new byte[0]);
        for (int i = random.nextInt(8); i >= 0; i--) {
            int stream = 1 + 2 * random.nextInt(3);
            switch (random.nextInt(11)) {
                case 0 -> frame(all, FrameType.DATA, random.nextInt(2), stream, some(random, 300));
                case 1 -> {
                    byte[] padded = some(random, 40);
                    padded[0] = (byte) random.nextInt(padded.length);
                    frame(all, FrameType.DATA, FrameType.PADDED, stream, padded);
                }
                case 2 -> block(all, random, stream);
                case 3 -> frame(all, FrameType.PRIORITY, 0, stream, new byte[] {0, 0, 0, 9, 1});
                case 4 -> frame(all, FrameType.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
                case 5 ->
                        frame(
                                all,
                                FrameType.SETTINGS,
                                0,
                                0,
                                new byte[] {0, 4, 0, 1, 0, 0, 0, 3, 0, 0, 0, 9});
                case 6 -> frame(all, FrameType.SETTINGS, FrameType.ACK, 0, new byte[0]);
                case 7 ->
                        frame(
                                all,
                                FrameType.PING,
                                random.nextInt(2),
                                0,
                                new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
                case 8 ->
                        frame(
                                all,
                                FrameType.GOAWAY,
                                0,
                                0,
                                new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 'b', 'y', 'e'});
                case 9 ->
                        frame(
                                all,
                                FrameType.WINDOW_UPDATE,
                                0,
                                random.nextBoolean() ? 0 : stream,
                                new byte[] {0, 0, 1, 0});
                default ->
                        frame(
                                all,
                                0x20 + random.nextInt(50),
                                random.nextInt(256),
                                stream,
                                some(random, 30));
            }
        }
        return all.toByteArray();
    }

    private static void block(ByteArrayOutputStream all, Random random, int stream) {
        int end = random.nextInt(2);
        int pieces = random.nextInt(3);
        if (pieces == 0) {
            frame(all, FrameType.HEADERS, FrameType.END_HEADERS | end, stream, BLOCK);
            return;
        }
        frame(all, FrameType.HEADERS, end, stream, BLOCK);
        for (int i = 1; i <= pieces; i++) {
            frame(
                    all,
                    FrameType.CONTINUATION,
                    i == pieces ? FrameType.END_HEADERS : 0,
                    stream,
                    BLOCK);
        }
    }

    private static byte[] some(Random random, int most) {
        byte[] bytes = new byte[1 + random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static void frame(
            ByteArrayOutputStream to, int type, int flags, int stream, byte[] payload) {
        to.write(payload.length >>> 16);
        to.write(payload.length >>> 8);
        to.write(payload.length);
        to.write(type);
        to.write(flags);
        to.write(0);
        to.write(0);
        to.write(0);
        to.write(stream);
        to.writeBytes(payload);
    }

    /** Bends headers of frames rather than what they carry. */
    private static byte[] bent(Random random, byte[] bytes) {
        byte[] bent = bytes.clone();
        int header = 0;
        for (int skip = random.nextInt(6); skip > 0; skip--) {
            int next = header + 9 + (bent[header + 1] & 0xff) * 256 + (bent[header + 2] & 0xff);
            header = next + 9 <= bent.length ? next : header;
        }
        int at = header + 2 + random.nextInt(7);
        if (at < bent.length) {
            bent[at] ^= (byte) (1 << random.nextInt(8));
        }
        return bent;
    }
}
