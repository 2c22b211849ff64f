package io.faultline.core.observe.saturation.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.saturation.ResourceKind;
import io.faultline.core.observe.saturation.SaturationWatch;
import io.faultline.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopLoadTest {

    @TempDir private Path proc;
    private final ManualClock clock = new ManualClock();
    private LoopLoad load;
    private SaturationWatch watch;

    @BeforeEach
    void aThreadWithASchedule() throws IOException {
        Files.createSymbolicLink(proc.resolve("thread-self"), Path.of("4711/task/4712"));
        schedule(0, 0);
        load = new LoopLoad(proc);
        watch =
                new SaturationWatch(
                        List.of(look -> load.look(look, "3", load.takeWorstLagNanos())),
                        clock::nanos,
                        clock.wall());
    }

    @Test
    void aLoopIsAsBusyAsItsThreadRanSinceTheLastLook() throws IOException {
        load.runsHere();
        assertThat(look().unknown()).contains("two looks");

        schedule(500, 0);
        clock.advance(Duration.ofSeconds(2));

        assertThat(look())
                .hasToString("L7 event loop of worker 3: 25 % busy; late by 0.0 ms at most");
    }

    @Test
    void aLoopThatWaitsForACpuIsAsFullAsOneThatWorks() throws IOException {
        load.runsHere();
        look();

        schedule(800, 1_000);
        clock.advance(Duration.ofSeconds(2));

        Resource loop = look();
        assertThat(loop.ratio()).isEqualTo(0.9);
        assertThat(loop.note()).endsWith("; 50 % waiting for a CPU");
    }

    @Test
    void clocksThatDisagreeALittleDoNotMakeItMoreThanFull() throws IOException {
        load.runsHere();
        look();

        schedule(2_100, 100);
        clock.advance(Duration.ofSeconds(2));

        assertThat(look().ratio()).isEqualTo(1);
    }

    @Test
    void theWorstLatenessIsToldOnce() {
        load.wasLate(TimeUnit.MILLISECONDS.toNanos(3));
        load.wasLate(TimeUnit.MILLISECONDS.toNanos(7));
        load.wasLate(TimeUnit.MILLISECONDS.toNanos(5));

        assertThat(load.takeWorstLagNanos()).isEqualTo(7_000_000);
        assertThat(load.takeWorstLagNanos()).isZero();
    }

    @Test
    void withoutAScheduleTheJvmTellsTheCpuTime() throws IOException {
        Files.delete(proc.resolve("self/task/4712/schedstat"));
        load.runsHere();
        look();
        clock.advance(Duration.ofSeconds(2));

        assertThat(look().isKnown()).isTrue();
    }

    @Test
    void aLoopThatHasNotStartedIsUnknown() {
        assertThat(look().unknown()).contains("does not tell");
    }

    private Resource look() {
        watch.look();
        assertThat(watch.report().resources()).hasSize(1);
        assertThat(watch.report().resources().getFirst().kind()).isEqualTo(ResourceKind.LOOP);
        return watch.report().resources().getFirst();
    }

    private void schedule(long ranMillis, long waitedMillis) throws IOException {
        Path file = proc.resolve("self/task/4712/schedstat");
        Files.createDirectories(file.getParent());
        Files.writeString(file, ranMillis + "000000 " + waitedMillis + "000000 171\n");
    }
}
