package io.faultline.l7.downstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.HttpOrigin;
import io.faultline.l7.http2.frame.FrameType;
import io.faultline.l7.http2.frame.Settings;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.OriginConnection;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What one connection can make us keep, whatever its client does, in bytes. */
class Http2MemoryIT extends BothTransports {

    /** What each endpoint had in hand when it was told to stop: one read, in memory of the next power of two. */
    private static final long OF_A_STALLED_ANSWER = 128 * 1024;

    private static final int STREAMS = 100; // as many as one connection may have

    private static final byte[] LONG = HttpOrigin.ok("x".repeat(2_000_000)).getBytes(US_ASCII);

    /** To the one request that comes, in one piece, on each connection. */
    private static void answerAtLength(OriginConnection connection) throws IOException {
        if (connection.read(new byte[8 * 1024]) > 0) {
            connection.write(LONG, LONG.length);
            connection.drain();
        }
    }

    @Test
    void answersThatNobodyTakesWaitAtTheirEndpoints() {
        try (var origin = HttpOrigin.behaving(Http2MemoryIT::answerAtLength);
                var bench = before(origin);
                var client = connect(bench).greet(Settings.INITIAL_WINDOW_SIZE, 0)) {
            for (int i = 0; i < STREAMS; i++) {
                client.get(1 + 2 * i, "/");
            }
            for (int i = 0; i < STREAMS; i++) {
                assertThat(client.awaitStatus(1 + 2 * i)).isEqualTo("200");
            }
            Eventually.until("something waits", () -> bench.server.backlogBytes() > 0);
            client.frame(FrameType.PING, 0, 0, new byte[8]);
            client.await(frame -> frame.type() == FrameType.PING);
            assertThat(bench.server.backlogBytes()).isLessThan(STREAMS * OF_A_STALLED_ANSWER);
            client.frame(FrameType.GOAWAY, 0, 0, new byte[8]);
        }
    }

    @Test
    void allOfItIsGivenBackWhenTheClientLeaves() {
        try (var origin = HttpOrigin.behaving(Http2MemoryIT::answerAtLength);
                var bench = before(origin)) {
            try (var client = connect(bench).greet(Settings.INITIAL_WINDOW_SIZE, 0)) {
                for (int i = 0; i < STREAMS; i++) {
                    client.get(1 + 2 * i, "/");
                }
                Eventually.until("something waits", () -> bench.server.backlogBytes() > 0);
            }
            Eventually.until("nothing is kept", () -> bench.server.backlogBytes() == 0);
        }
    }
}
