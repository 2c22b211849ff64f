package io.faultline.l7.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ChunkPool;
import io.faultline.l7.upstream.UpstreamStream;
import java.lang.reflect.Proxy;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What of a body is kept, for how long, and that all memory goes back. */
class ReplayBufferTest {

    private final ChunkPool pool = new ChunkPool();
    private final ReplayBuffer buffer = new ReplayBuffer(pool);

    @Test
    void whatWasKeptInPiecesIsPlayedAsOne() {
        var random = new Random(1);
        byte[] body = new byte[40_000];
        random.nextBytes(body);
        buffer.begin(body.length);
        for (int at = 0; at < body.length; ) {
            int length = Math.min(body.length - at, 1 + random.nextInt(9_000));
            keep(body, at, length);
            at += length;
        }
        assertThat(buffer.isWhole()).isTrue();
        assertThat(played()).isEqualTo(body);
        buffer.clear();
        assertThat(pool.lentBytes()).isZero();
    }

    @Test
    void aByteTooManyAndNothingIsKept() {
        buffer.begin(100);
        keep(new byte[100], 0, 100);
        assertThat(buffer.isWhole()).isTrue();
        keep(new byte[1], 0, 1);
        assertThat(buffer.isWhole()).isFalse();
        assertThat(pool.lentBytes()).isZero();
        keep(new byte[1], 0, 1);
        assertThat(buffer.isWhole()).as("it stays lost").isFalse();
        assertThat(played()).isEmpty();
    }

    @Test
    void theNextExchangeBeginsAnew() {
        buffer.begin(0);
        keep(new byte[1], 0, 1);
        buffer.clear();
        assertThat(buffer.isWhole()).isTrue();
        buffer.begin(10);
        keep(new byte[] {7}, 0, 1);
        assertThat(played()).containsExactly(7);
    }

    private void keep(byte[] bytes, int from, int length) {
        Chunk chunk = Chunk.allocate(length + 3);
        chunk.buffer().put(3, bytes, from, length);
        buffer.keep(chunk, 3, 3 + length);
    }

    private byte[] played() {
        var taken = new byte[1][];
        taken[0] = new byte[0];
        var stream =
                (UpstreamStream)
                        Proxy.newProxyInstance(
                                UpstreamStream.class.getClassLoader(),
                                new Class<?>[] {UpstreamStream.class},
                                (self, method, arguments) -> {
                                    Chunk chunk = (Chunk) arguments[0];
                                    int from = (int) arguments[1];
                                    taken[0] = new byte[(int) arguments[2] - from];
                                    chunk.buffer().get(from, taken[0]);
                                    return true;
                                });
        assertThat(buffer.playTo(stream)).isTrue();
        return taken[0];
    }
}
