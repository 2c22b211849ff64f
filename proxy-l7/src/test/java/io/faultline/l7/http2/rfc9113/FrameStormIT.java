package io.faultline.l7.http2.rfc9113;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Frames at random, most of them right and in a wrong place. Every connection comes to one of two ends: it still answers a
 * PING, or it was told GOAWAY with a reason and closed. What others do meanwhile is not touched.
 */
class FrameStormIT extends Rfc9113 {

    private static final int CONNECTIONS = 40;
    private static final int FRAMES = 30;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyConnectionAnswersOrIsToldWhy(long seed) {
        var random = new Random(seed);
        var neighbour = greeted();
        int stream = 1;
        int closed = 0;
        for (int i = 0; i < CONNECTIONS; i++, stream += 2) {
            var client = greeted();
            int before = origin.requests().size();
            for (int n = 0; n < FRAMES; n++) {
                storm(random, client, 2 * n + 1);
            }
            client.frame(Frame.PING, 0, 0, new byte[] {9, 9, 9, 9, 9, 9, 9, (byte) i});
            closed += isClosed(client, (byte) i) ? 1 : 0;
            client.close();
            assertThat(neighbour.get(stream, "/").status())
                    .as("seed %d, %d", seed, i)
                    .isEqualTo(200);
            assertThat(origin.requests().size() - before).isLessThanOrEqualTo(FRAMES + 2);
        }
        assertThat(closed).isBetween(1, CONNECTIONS);
    }

    /** False when the last PING was answered, true behind a GOAWAY; anything else fails. */
    private static boolean isClosed(RawHttp2Client client, byte ping) {
        boolean told = false;
        while (true) {
            Frame frame = client.readOrEnd("an answer to PING, or GOAWAY");
            if (frame == null) {
                assertThat(told).as("ended without GOAWAY").isTrue();
                return true;
            }
            if (frame.type() == Frame.GOAWAY) {
                assertThat(frame.error())
                        .as("%s", frame)
                        .isNotIn(ErrorNumber.INTERNAL_ERROR, ErrorNumber.UNKNOWN);
                told = true;
            } else if (frame.type() == Frame.PING
                    && frame.has(Frame.ACK)
                    && frame.bytes()[0] == 9
                    && frame.bytes()[7] == ping) {
                return false;
            }
        }
    }

    private static void storm(Random random, RawHttp2Client client, int next) {
        int stream = random.nextInt(4) == 0 ? random.nextInt(next + 3) : next;
        int old = Math.max(1, next - 2 * (1 + random.nextInt(4)));
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> client.headers(stream, true, Block.get("/"));
            case 3, 4 -> client.headers(next, false, Block.request("POST", "/silent"));
            case 5 -> client.data(old, random.nextBoolean(), "x".repeat(random.nextInt(2000)));
            case 6 -> client.reset(old, random.nextInt(20));
            case 7 ->
                    client.windowUpdate(
                            random.nextBoolean() ? 0 : old, 1 + random.nextInt(1 << 20));
            case 8 -> client.frame(Frame.PRIORITY, 0, stream + 1, RawHttp2Client.priority(0));
            case 9 -> client.settings(INITIAL_WINDOW_SIZE, random.nextInt(1 << 20));
            case 10 ->
                    client.frame(
                            0x20 + random.nextInt(200), random.nextInt(256), stream, noise(random));
            case 11 ->
                    client.headers(
                            next,
                            true,
                            Block.get("/").with("x-" + (char) random.nextInt(128), "y"));
            case 12 -> client.headers(next, true, Block.get("/").raw(0x40, 1, 'a', 1, 'b', 0xbe));
            case 13 -> client.headers(old, true, new Block().with("trailer", "x"));
            case 14 -> client.frame(Frame.PING, 0, 0, new byte[8]);
            default -> {
                if (random.nextInt(12) == 0) {
                    client.frame(random.nextInt(10), random.nextInt(256), stream, noise(random));
                }
            }
        }
    }

    private static byte[] noise(Random random) {
        var noise = new byte[random.nextInt(60)];
        random.nextBytes(noise);
        return noise;
    }
}
