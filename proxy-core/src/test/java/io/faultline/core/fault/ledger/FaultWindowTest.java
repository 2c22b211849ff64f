package io.faultline.core.fault.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FaultWindowTest {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;

    private final FaultWindow window = new FaultWindow();
    private long now = 1_700_000_000_000L;

    @Test
    void eachWindowForgetsInItsOwnTime() {
        window.add(now);
        assertCounts(1, 1, 1);
        now += 50 * SECOND;
        assertCounts(1, 1, 1);
        now += 11 * SECOND;
        assertCounts(0, 1, 1);
        now += 8 * MINUTE;
        assertCounts(0, 1, 1);
        now += 2 * MINUTE;
        assertCounts(0, 0, 1);
        now += 46 * MINUTE;
        assertCounts(0, 0, 1);
        now += 5 * MINUTE;
        assertCounts(0, 0, 0);
    }

    @Test
    void aSteadyRateIsFoundInAllOfThem() {
        for (int i = 0; i < 3_600; i++) {
            now += SECOND;
            window.add(now);
        }
        assertThat(window.lastMinute(now)).isBetween(55L, 60L);
        assertThat(window.lastTenMinutes(now)).isBetween(570L, 600L);
        assertThat(window.lastHour(now)).isBetween(3_450L, 3_600L);
    }

    @Test
    void whatIsOlderThanEveryBucketIsGoneAlthoughNobodyEmptiedThem() {
        window.add(now);
        now += TimeUnit.DAYS.toMillis(3);
        assertCounts(0, 0, 0);
        window.add(now);
        assertCounts(1, 1, 1);
    }

    @Test
    void aClockThatIsSetBackCountsOnAndShowsNothingOfTheFuture() {
        window.add(now);
        now -= TimeUnit.DAYS.toMillis(1);
        assertCounts(0, 0, 0);
        window.add(now);
        assertCounts(1, 1, 1);
    }

    @Test
    void workersThatCountAtOnceLoseNothing() throws Exception {
        List<Future<?>> workers = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                workers.add(
                        pool.submit(
                                () -> {
                                    for (int n = 0; n < 20_000; n++) {
                                        window.add(now);
                                    }
                                }));
            }
        }
        for (Future<?> worker : workers) {
            worker.get();
        }
        assertCounts(160_000, 160_000, 160_000);
    }

    private void assertCounts(long minute, long ten, long hour) {
        assertThat(window.lastMinute(now)).isEqualTo(minute);
        assertThat(window.lastTenMinutes(now)).isEqualTo(ten);
        assertThat(window.lastHour(now)).isEqualTo(hour);
    }
}
