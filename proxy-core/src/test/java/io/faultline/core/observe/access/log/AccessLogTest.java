package io.faultline.core.observe.access.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.observe.access.RecordFormat;
import io.faultline.core.observe.access.SampleRecords;
import io.faultline.core.observe.access.SessionRecord;
import io.faultline.core.observe.text.Utf8Buffer;
import io.faultline.core.timing.Ticker;
import io.faultline.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    private static final Duration PLENTY = Duration.ofSeconds(20);
    private static final int CAPACITY = 16;

    private final ScriptedSink sink = new ScriptedSink();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final AccessLog log = start(RecordFormat.text("{id}"));

    @AfterEach
    void stop() {
        sink.passes.release(1_000);
        log.close(PLENTY);
    }

    @Test
    void writesWhatItIsOffered() {
        log.offer(SampleRecords.numbered(1));
        log.offer(SampleRecords.numbered(2));

        assertThat(log.close(PLENTY)).isTrue();

        assertThat(sink.text()).isEqualTo("0000000000000001\n0000000000000002\n");
        assertThat(log.counts()).isEqualTo(new AccessLog.Counts(2, 0, 0, false));
    }

    @Test
    void aStalledDiskStallsNobodyAndTheGapIsSaidWhenItRecovers() {
        stall();
        int accepted = 0;
        for (int id = 0; id < 1_000; id++) {
            accepted += log.offer(SampleRecords.numbered(id)) ? 1 : 0;
        }

        // We are here although not one byte was written: nobody waited.
        assertThat(accepted).isEqualTo(CAPACITY);
        assertThat(log.counts().dropped()).isEqualTo(1_000 - CAPACITY);
        sink.passes.release(1_000);

        Eventually.asserted(
                "the gap stands in the log",
                () -> assertThat(sink.text()).endsWith(" dropped 984 records\n"));
        assertThat(log.counts().written()).isEqualTo(CAPACITY + 1); // the one that found the stall
    }

    @Test
    void everyRecordIsEitherWrittenOrCountedAsDropped() throws Exception {
        int workers = 4;
        int each = 20_000;
        AtomicLong refused = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        for (int worker = 0; worker < workers; worker++) {
            long first = (long) worker * each;
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        awaitQuietly(go);
                                        for (long id = first; id < first + each; id++) {
                                            if (!log.offer(SampleRecords.numbered(id))) {
                                                refused.incrementAndGet();
                                            }
                                        }
                                    }));
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(log.close(PLENTY)).isTrue();

        List<String> records = sink.text().lines().filter(line -> !line.startsWith("#")).toList();
        long gaps =
                Pattern.compile("dropped (\\d+) ")
                        .matcher(sink.text())
                        .results()
                        .mapToLong(found -> Long.parseLong(found.group(1)))
                        .sum();
        assertThat(records).doesNotHaveDuplicates().allMatch(line -> line.length() == 16);
        assertThat(records.size() + refused.get()).isEqualTo((long) workers * each);
        assertThat(gaps).isEqualTo(refused.get()).isEqualTo(log.counts().dropped());
        assertThat(log.counts().written()).isEqualTo(records.size());
    }

    @Test
    void anErrorIsSaidOnceAndNothingInTheQueueIsLost() {
        sink.failure = new IOException("No space left on device");
        log.offer(SampleRecords.numbered(1));
        Eventually.asserted(
                "it keeps trying", () -> assertThat(sink.writes.get()).isGreaterThan(3));
        assertThat(log.counts().failing()).isTrue();
        assertThat(said)
                .singleElement()
                .asString()
                .contains("cannot write to scripted: No space left on device", "df -h");

        sink.failure = new IOException("Input/output error");
        Eventually.asserted("the new cause is said", () -> assertThat(said).hasSize(2));
        log.offer(SampleRecords.numbered(2));
        sink.failure = null;

        Eventually.asserted("it is said to be over", () -> assertThat(said).hasSize(3));
        assertThat(said.getLast()).startsWith("access log: writing to scripted again after ");
        assertThat(log.close(PLENTY)).isTrue();
        assertThat(sink.text()).isEqualTo("0000000000000001\n0000000000000002\n");
        assertThat(log.counts()).isEqualTo(new AccessLog.Counts(2, 0, 0, false));
    }

    @Test
    void aReopenHappensAtOnceAndNotWithTheNextRecord() {
        log.reopen();

        Eventually.asserted(
                "the sink is reopened", () -> assertThat(sink.reopened.get()).isEqualTo(1));
    }

    @Test
    void aDiskThatTakesAFewBytesAtATimeGetsWholeLines() {
        sink.bytesAtOnce = 3;
        log.offer(SampleRecords.numbered(1));
        log.offer(SampleRecords.numbered(2));

        assertThat(log.close(PLENTY)).isTrue();

        assertThat(sink.text()).isEqualTo("0000000000000001\n0000000000000002\n");
    }

    @Test
    void aCloseGivesUpAtItsDeadlineAndCountsWhatIsLost() throws Exception {
        stall();
        log.offer(SampleRecords.numbered(2));

        assertThat(log.close(Duration.ofMillis(1))).isFalse();

        Eventually.asserted(
                "the writer has gone", () -> assertThat(log.counts().dropped()).isEqualTo(2));
        assertThat(said).singleElement().asString().contains("gave up after 1 ms");
        assertThat(log.offer(SampleRecords.numbered(3))).isFalse();
        assertThat(log.counts().dropped()).isEqualTo(3);
    }

    @Test
    void aRecordThatCannotBeFormattedCostsOnlyItself() {
        AccessLog picky =
                start(
                        new RecordFormat() {
                            @Override
                            public void write(SessionRecord entry, Utf8Buffer out) {
                                out.number(entry.id());
                                if (entry.id() == 2) {
                                    throw new IllegalStateException("a bug");
                                }
                                out.ascii('\n');
                            }

                            @Override
                            public void writeDropped(long count, long atMillis, Utf8Buffer out) {
                                out.ascii("-" + count + "\n");
                            }
                        });
        for (int id = 1; id <= 3; id++) {
            picky.offer(SampleRecords.numbered(id));
        }

        assertThat(picky.close(PLENTY)).isTrue();

        assertThat(sink.text().replace("-1\n", "")).isEqualTo("1\n3\n");
        assertThat(picky.counts().dropped()).isEqualTo(1);
        assertThat(said).singleElement().asString().contains("a bug of ours", "a bug");
    }

    /** Afterwards the writer hangs in a write, with one record in its hands. */
    private void stall() {
        sink.passes.drainPermits();
        log.offer(SampleRecords.numbered(-1));
        Eventually.asserted("it hangs", () -> assertThat(sink.writes.get()).isEqualTo(1));
    }

    private AccessLog start(RecordFormat format) {
        return AccessLog.start(
                sink, format, CAPACITY, Ticker.system(), InstantSource.system(), said::add);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
