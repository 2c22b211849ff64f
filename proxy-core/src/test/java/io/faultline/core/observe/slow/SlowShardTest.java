package io.faultline.core.observe.slow;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.observe.access.HttpFacts;
import io.faultline.core.observe.access.LayerTimes;
import io.faultline.core.observe.access.Provenance;
import io.faultline.core.observe.access.SessionRecord;
import io.faultline.core.observe.access.SessionTimings;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlowShardTest {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final long MILLI = 1_000_000;

    private final SlowShard shard = new SlowShard();
    private int kept;

    @Test
    void theWorstOfAMinuteAreKeptWhateverTheOrder() {
        var random = new Random(7);
        long[] seen = new long[500];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = random.nextInt(1_000) * MILLI;
            offer(seen[i], -MINUTE / 2); // the clock of a real machine may stand below zero
        }
        java.util.Arrays.sort(seen);

        List<Long> worst =
                shard.minutes().getFirst().samples().stream().map(SlowSample::lateNanos).toList();
        assertThat(worst)
                .hasSize(SlowShard.PER_MINUTE)
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(worst.getFirst()).isGreaterThanOrEqualTo(seen[seen.length - 1] * 8 / 9);
    }

    @Test
    void whoIsNotAmongThemCostsNothing() {
        for (int i = 1; i <= SlowShard.PER_MINUTE; i++) {
            offer(i * 10 * MILLI, 0);
        }
        assertThat(shard.wants(10 * MILLI, 0)).isFalse();
        assertThat(shard.wants(10 * MILLI + 1, 0)).isTrue();
    }

    @Test
    void aStormInWhichEachIsSlowerThanTheLastMakesBoundedWork() {
        for (int i = 1; i <= 100_000; i++) {
            offer(1_000 * MILLI + i * MILLI, 0);
        }
        assertThat(kept).isLessThan(150);
        assertThat(shard.minutes().getFirst().samples().getFirst().lateNanos())
                .isGreaterThan(101_000 * MILLI * 8 / 9);
    }

    @Test
    void eachMinuteBeginsAnewAndTheOldestGo() {
        for (int minute = 0; minute < SlowShard.MINUTES + 3; minute++) {
            offer((100 - minute) * MILLI, minute * MINUTE);
        }
        assertThat(shard.minutes())
                .hasSize(SlowShard.MINUTES)
                .extracting(SlowMinute::number)
                .startsWith(SlowShard.MINUTES + 2L)
                .endsWith(3L);
    }

    @Test
    void theBoardHasTheWorstOfAllWorkers() {
        var other = new SlowShard();
        for (int i = 1; i <= SlowShard.PER_MINUTE; i++) {
            offer(i * MILLI, 0);
            other.wants(i * 100 * MILLI, 0);
            other.keep(i * 100 * MILLI, record("/other"));
        }
        offer(5_000 * MILLI, MINUTE);

        List<SlowMinute> board = SlowBoard.of(List.of(shard, other));
        assertThat(board).extracting(SlowMinute::number).containsExactly(1L, 0L);
        assertThat(board.getLast().samples())
                .hasSize(SlowShard.PER_MINUTE)
                .allMatch(
                        sample ->
                                "/other"
                                        .equals(
                                                Objects.requireNonNull(sample.kept().http())
                                                        .target()));
    }

    @Test
    void secretsOfAQueryAreNotKept() {
        shard.wants(1, 0);
        shard.keep(1, record("/pay?card=4111&ok"));
        assertThat(shard.minutes().toString()).contains("/pay?card=***&***").doesNotContain("4111");

        assertThat(QueryValues.hide("/a")).isEqualTo("/a");
        assertThat(QueryValues.hide("/a?")).isEqualTo("/a?");
        assertThat(QueryValues.hide("/a?secret")).isEqualTo("/a?***");
        assertThat(QueryValues.hide("/a?x=1;y==2&&z=")).isEqualTo("/a?x=***;y=***&&z=***");
        assertThat(QueryValues.hide("http://me:pw@shop/a?b=c"))
                .isEqualTo("http://***@shop/a?b=***");
        assertThat(QueryValues.hide("/a?b=http://me:pw@x")).doesNotContain("pw");
        assertThat(QueryValues.hide("/a?" + "b=c&".repeat(5_000))).hasSizeLessThan(600);
    }

    @Test
    void ofAFloodOfFailuresTheFirstOfEachSecondAreKept() {
        long second = TimeUnit.SECONDS.toNanos(1);
        int wanted = 0;
        for (int i = 0; i < 10_000; i++) {
            long now = -second + i * (3 * second / 10_000); // three seconds, and a clock below zero
            if (shard.failed().wants(now)) {
                wanted++;
                shard.failed().keep(record("/" + i), now);
            }
        }
        assertThat(wanted).isEqualTo(3 * FailedTail.PER_SECOND);
        assertThat(shard.failed().list()).hasSize(wanted);
    }

    @Test
    void theLastFailuresAreKeptNewestFirstAndWithoutSecrets() {
        for (int i = 0; i < FailedTail.KEPT + 5; i++) {
            shard.failed().keep(record("/" + i + "?card=4111"), i * TimeUnit.SECONDS.toNanos(1));
        }
        assertThat(shard.failed().list()).hasSize(FailedTail.KEPT);
        assertThat(Objects.requireNonNull(shard.failed().list().getFirst().http()).target())
                .isEqualTo("/" + (FailedTail.KEPT + 4) + "?card=***");
    }

    private void offer(long late, long now) {
        if (shard.wants(late, now)) {
            kept++;
            shard.keep(late, record("/"));
        }
    }

    private static SessionRecord record(String target) {
        return new SessionRecord(
                1,
                0,
                "web",
                PeerAddress.ofV4(1, 1),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                0,
                0,
                new SessionTimings(
                        0,
                        0,
                        0,
                        0,
                        0,
                        Provenance.NONE,
                        0,
                        0,
                        0,
                        LayerTimes.NONE,
                        Provenance.NONE,
                        Provenance.NONE),
                null,
                null,
                new HttpFacts(
                        "GET", target, "1.1", 0, "a", 200, null, null, null, null, null, null,
                        null),
                1);
    }
}
