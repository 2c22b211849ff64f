package io.faultline.l7.http2.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.worker.Worker;
import io.faultline.l7.http1.HeadLimits;
import io.faultline.l7.limit.Limit;
import io.faultline.l7.limit.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What is too much depends on the time it took and on the work beside it, and each kind has its own rule. */
class AbuseWatchTest {

    private static final int MOST = 10;
    private static final Limit LIMIT = Limit.of("most", MOST, "10", "");

    private final AtomicLong now = new AtomicLong();
    private final Worker worker = new Worker(0, Worker.Kind.AUTO, now::get);
    private final AbuseWatch watch = new AbuseWatch(worker, limits());

    @AfterEach
    void stop() throws Exception {
        worker.stop().get(10, TimeUnit.SECONDS);
    }

    private static Http2Limits limits() {
        return new Http2Limits(
                LIMIT,
                1,
                1,
                1,
                1,
                1,
                1,
                true,
                HeadLimits.DEFAULTS,
                Timer.NONE,
                Timer.NONE,
                Timer.NONE,
                LIMIT,
                LIMIT,
                LIMIT);
    }

    private void spend(Abuse abuse, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(watch.allows(abuse)).as("%s number %d", abuse, i).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "WINDOW_UPDATES")
    void oneMoreThanTheLimitIsTooMany(Abuse abuse) {
        spend(abuse, MOST);
        assertThat(watch.met()).isNull();
        assertThat(watch.allows(abuse)).isFalse();
        assertThat(watch.met()).isEqualTo(abuse);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"WINDOW_UPDATES", "UNREAD_ANSWERS"})
    void afterHalfAMinuteItBeginsAnew(Abuse abuse) {
        for (int round = 0; round < 5; round++) {
            spend(abuse, MOST);
            now.addAndGet(TimeUnit.SECONDS.toNanos(31));
        }
        spend(abuse, 1);
    }

    /** They lie in our memory until somebody reads them, however long that takes. */
    @Test
    void answersThatNobodyReadsAreNotForgottenWithTime() {
        spend(Abuse.UNREAD_ANSWERS, MOST);
        now.addAndGet(TimeUnit.SECONDS.toNanos(31));
        spend(Abuse.CONTROL_FRAMES, MOST);
        now.addAndGet(TimeUnit.SECONDS.toNanos(31));
        spend(Abuse.CONTROL_FRAMES, 1); // all others begin anew here
        assertThat(watch.allows(Abuse.UNREAD_ANSWERS)).isFalse();
    }

    @Test
    void answersThatWereReadAreForgotten() {
        spend(Abuse.UNREAD_ANSWERS, MOST);
        watch.allRead();
        spend(Abuse.UNREAD_ANSWERS, MOST);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESETS", "STREAM_ERRORS"})
    void workThatIsDonePaysForResets(Abuse abuse) {
        for (int i = 0; i < 100; i++) {
            watch.completed();
        }
        spend(abuse, 100);
        assertThat(watch.allows(abuse)).isFalse();
    }

    @Test
    void workPaysForNoFramesThatCarryNothing() {
        for (int i = 0; i < 100; i++) {
            watch.completed();
        }
        spend(Abuse.CONTROL_FRAMES, MOST);
        assertThat(watch.allows(Abuse.CONTROL_FRAMES)).isFalse();
    }

    @Test
    void bytesPayForWindows() {
        watch.sent(256 * 1_000);
        spend(Abuse.WINDOW_UPDATES, 1_000 + MOST);
        assertThat(watch.allows(Abuse.WINDOW_UPDATES)).isFalse();
    }
}
