package io.faultline.app.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.scheduling.KernelThread;
import io.faultline.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CompilersTest {

    private static final long PATIENT = TimeUnit.MINUTES.toNanos(1);

    @Test
    @EnabledOnOs(OS.LINUX)
    void theCompilersOfThisMachineAreSeen() {
        assertThat(new Compilers().areSeen()).isTrue();
    }

    @Test
    void whereTheSystemDoesNotTellNobodyIsWaitedFor() {
        var compilers = new Compilers(List::of);

        assertThat(compilers.areSeen()).isFalse();
        assertThat(compilers.finish(PATIENT)).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatAThreadHasWorkedIsToldOnceAndAThreadThatHasEndedIsForgotten() {
        var threads = new ArrayList<KernelThread>();
        var compilers = new Compilers(() -> threads);
        threads.add(Objects.requireNonNull(KernelThread.current()));

        assertThat(compilers.workedNanos()).as("new since then").isPositive();
        long before = threads.getFirst().ranNanos();
        while (threads.getFirst().ranNanos() - before < 1_000_000) {
            Thread.onSpinWait();
        }
        assertThat(compilers.workedNanos()).as("a millisecond and a little").isGreaterThan(999_999);
        threads.clear();
        assertThat(compilers.workedNanos()).isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aCompilerThatNeverRestsIsNotWaitedForLongerThanAsked() throws Exception {
        var busy = new BusyThread();
        try {
            var compilers = new Compilers(() -> List.of(busy.seenByTheKernel()));

            // Each of these ends, or the test would not.
            Eventually.until(
                    "it was seen to work",
                    () -> compilers.finish(TimeUnit.MILLISECONDS.toNanos(30)) > 0);
        } finally {
            busy.end();
        }
    }
}
