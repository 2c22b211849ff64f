package io.faultline.l7.route.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = -7 * SECOND; // nanoTime may be anything

    private final TokenBuckets buckets = new TokenBuckets(64, SECOND / 10, 3, START, 42);

    @Test
    void aBucketHoldsItsBurstAndFillsByTheRate() {
        assertThat(taken(1, START, 5)).isEqualTo(3);
        assertThat(buckets.take(1, START)).isEqualTo(SECOND / 10);
        assertThat(buckets.take(1, START + SECOND / 20)).isEqualTo(SECOND / 20);

        assertThat(taken(1, START + SECOND / 10, 5)).isEqualTo(1);
        assertThat(taken(1, START + 100 * SECOND, 5)).isEqualTo(3);
    }

    @Test
    void aRefusedRequestTakesNothing() {
        taken(1, START, 3);
        for (int i = 0; i < 1000; i++) {
            assertThat(buckets.take(1, START)).isPositive();
        }

        assertThat(buckets.take(1, START + SECOND / 10)).isEqualTo(TokenBuckets.TAKEN);
    }

    @Test
    void clientsHaveTheirOwn() {
        assertThat(taken(1, START, 3)).isEqualTo(3);
        assertThat(taken(2, START, 3)).isEqualTo(3);
    }

    @Test
    void aFullTableForgetsTheOnesThatAskLeast() {
        var small = new TokenBuckets(8, SECOND, 100, START, 42);
        long busy = 7;
        for (int i = 0; i < 90; i++) {
            small.take(busy, START);
        }
        for (int stranger = 100; stranger < 1000; stranger++) {
            small.take(stranger, START);
        }

        int left = 0;
        while (small.take(busy, START) == TokenBuckets.TAKEN) {
            left++;
        }
        assertThat(left).isEqualTo(10);
    }

    @Test
    void aBucketThatTakesLongerToFillThanTheClockCanTellIsABucketAllTheSame() {
        var endless = new TokenBuckets(8, 86_400 * SECOND, 1_000_000, START, 42);

        assertThat(endless.take(1, START)).isEqualTo(TokenBuckets.TAKEN);
    }

    @Test
    void workersTogetherGiveAwayNoTokenTwice() throws InterruptedException {
        var shared = new TokenBuckets(64, SECOND, 1000, START, 42);
        var taken = new AtomicInteger();
        var begin = new CountDownLatch(1);
        Thread[] workers = new Thread[4];
        for (int i = 0; i < workers.length; i++) {
            workers[i] =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        begin.countDown();
                                        for (int n = 0; n < 1000; n++) {
                                            if (shared.take(1, START) == TokenBuckets.TAKEN) {
                                                taken.incrementAndGet();
                                            }
                                        }
                                    });
        }
        begin.await();
        for (Thread worker : workers) {
            worker.join();
        }

        // At the first moment two of them may meet while the client is given its place.
        assertThat(taken.get()).isBetween(1000, 1000 + workers.length);
    }

    private int taken(long client, long now, int asked) {
        int taken = 0;
        for (int i = 0; i < asked; i++) {
            if (buckets.take(client, now) == TokenBuckets.TAKEN) {
                taken++;
            }
        }
        return taken;
    }
}
