package io.faultline.core.observe.access.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.observe.access.SampleRecords;
import io.faultline.testkit.Eventually;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is woken when. The writer here waits for an hour, so whoever returns was woken. */
@Timeout(60)
class RecordQueueTest {

    private static final int CAPACITY = 8;
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);

    private final RecordQueue queue = new RecordQueue(CAPACITY);
    private Thread writer = Thread.currentThread();

    @AfterEach
    void interruptAWriterThatWasNotWoken() {
        if (writer != Thread.currentThread()) {
            writer.interrupt();
        }
    }

    @Test
    void oneRecordWakesAWriterThatSleeps() throws Exception {
        waitsIn(queue::sleep);

        queue.offer(SampleRecords.numbered(1));

        writer.join();
    }

    @Test
    void aWriterThatLingersIsLeftAloneUntilTheQueueIsHalfFull() throws Exception {
        waitsIn(queue::linger);

        for (int i = 0; i < CAPACITY / 2; i++) {
            queue.offer(SampleRecords.numbered(i));
        }
        assertThat(writer.join(Duration.ofMillis(100))).isFalse();
        queue.offer(SampleRecords.numbered(9));

        writer.join();
    }

    @Test
    void whatCameBeforeTheSleepEndsItAtOnce() throws Exception {
        queue.offer(SampleRecords.numbered(1));

        writer = new Thread(() -> queue.sleep(HOUR));
        queue.writtenBy(writer);
        writer.start();

        writer.join();
    }

    @Test
    void aWriterThatHasGoneTakesNothingAlong() {
        queue.offer(SampleRecords.numbered(1));
        queue.offer(SampleRecords.numbered(2));

        queue.abandon();

        assertThat(queue.dropped()).isEqualTo(2);
        assertThat(queue.offer(SampleRecords.numbered(3))).isFalse();
        assertThat(queue.dropped()).isEqualTo(3);
        assertThat(queue.isEmpty()).isTrue();
    }

    private void waitsIn(LongConsumer how) {
        writer = new Thread(() -> how.accept(HOUR));
        queue.writtenBy(writer);
        writer.start();
        Eventually.asserted(
                "it waits",
                () -> assertThat(writer.getState()).isEqualTo(Thread.State.TIMED_WAITING));
    }
}
