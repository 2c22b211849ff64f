package io.faultline.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkPoolTest {

    private final ChunkPool pool = new ChunkPool();

    @ParameterizedTest
    @ValueSource(ints = {1, 4096, 5000, 70_000, 256 * 1024, 300_000, 1_000_000, 4 * 1024 * 1024})
    void whatWasGivenBackIsLentAgain(int bytes) {
        Chunk first = pool.take(bytes);
        assertThat(first.capacity()).isGreaterThanOrEqualTo(bytes);
        pool.giveBack(first);
        assertThat(pool.take(bytes)).isSameAs(first);
    }

    @Test
    void aSlowPeerWhoseBacklogGrowsPieceByPieceMovesToLargerMemoryOnlyAFewTimes() {
        Chunk held = pool.take(1);
        int moves = 0;
        for (int length = 1; length <= 1024 * 1024; length += 16 * 1024) {
            if (held.capacity() < length) {
                Chunk larger = pool.take(length);
                pool.giveBack(held);
                held = larger;
                moves++;
            }
        }
        assertThat(moves).isLessThanOrEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {64 * 1024, 1024 * 1024})
    void whatIsKeptIsBounded(int bytes) {
        List<Chunk> lent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            lent.add(pool.take(bytes));
        }
        lent.forEach(pool::giveBack);
        Set<Chunk> before = Collections.newSetFromMap(new IdentityHashMap<>());
        before.addAll(lent);
        long again = 0;
        for (int i = 0; i < 200; i++) {
            again += before.contains(pool.take(bytes)) ? 1 : 0;
        }
        assertThat(again).isPositive().isLessThanOrEqualTo(8L * 1024 * 1024 / bytes);
    }

    @Test
    void itKnowsWhatIsLent() {
        Chunk small = pool.take(10);
        Chunk large = pool.take(10_000_000);
        assertThat(pool.lentBytes()).isEqualTo(small.capacity() + large.capacity());
        pool.giveBack(small);
        pool.giveBack(large);
        assertThat(pool.lentBytes()).isZero();
    }
}
