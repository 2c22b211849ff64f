package io.faultline.core.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PrecedenceTest {

    private static final int NICE = 19; // the field of proc_pid_stat(5), from 1

    /** A thread of its own: niceness is not given back. */
    private static <T> T onAThread(Supplier<T> look) {
        var seen = new CompletableFuture<T>();
        Thread.ofPlatform().daemon().start(() -> seen.complete(look.get()));
        return seen.join();
    }

    private static int nice(String task) {
        try {
            // None of the names that are asked for here has a blank in it, or it is cut out.
            String stat = Files.readString(Path.of("/proc", task, "stat"));
            String[] fields = stat.replaceFirst("\\(.*\\)", "name").split(" ");
            return Integer.parseInt(fields[NICE - 1]);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int nice(KernelThread thread) {
        return nice("self/task/" + thread.number());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void oneThreadStepsBackAndTheOthersStayWhatTheyAre() {
        int before = nice("thread-self");

        int after =
                onAThread(
                        () -> {
                            assertThat(Precedence.stepBack()).isTrue();
                            return nice("thread-self");
                        });

        assertThat(after).isEqualTo(Math.min(19, nice("self") + 5));
        assertThat(nice("thread-self")).isEqualTo(before);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void steppingBackTwiceIsSteppingBackOnce() {
        int after =
                onAThread(
                        () -> {
                            Precedence.stepBack();
                            assertThat(Precedence.stepBack()).isTrue();
                            return nice("thread-self");
                        });

        assertThat(after).isEqualTo(Math.min(19, nice("self") + 5));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aThreadIsNeverRaised() {
        int after =
                onAThread(
                        () -> {
                            KernelThread self = Objects.requireNonNull(KernelThread.current());
                            assertThat(self.lower(15)).isTrue();
                            Precedence.stepBack(); // a test that runs as root could be raised by it
                            return nice("thread-self");
                        });

        assertThat(after).isEqualTo(Math.min(19, nice("self") + 15));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void compilersStepBackAndCollectorsDoNot() {
        List<KernelThread> others =
                KernelThread.named(name -> name.startsWith("GC ") || name.equals("VM Thread"));
        List<KernelThread> compilers = KernelThread.named(Precedence::compiles);
        assertThat(others).isNotEmpty();
        assertThat(compilers).isNotEmpty();

        assertThat(Precedence.compilersStepBack()).isPositive();

        int expected = Math.min(19, nice("self") + 5);
        assertThat(KernelThread.named(Precedence::compiles))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(nice(each)).isEqualTo(expected));
        assertThat(others).allSatisfy(each -> assertThat(nice(each)).isEqualTo(nice("self")));
    }

    @Test
    void theKernelCutsNamesOffAndCompilersAreFoundAllTheSame() {
        assertThat(List.of("C2 CompilerThre", "C1 CompilerThre", "C2 Comp..hread0"))
                .allMatch(Precedence::compiles);
        assertThat(List.of("GC Thread#0", "G1 Conc#0", "VM Thread", "worker-0-1", "java"))
                .noneMatch(Precedence::compiles);
    }

    @Test
    void aThreadThatHasGoneIsNobodyAndNoError() {
        assertThat(new KernelThread(Integer.MAX_VALUE).lower(5)).isFalse();
        assertThat(new KernelThread(Integer.MAX_VALUE).shortenSlices(100_000)).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aWorkerThatServesSoonKeepsItsNiceness() {
        int after =
                onAThread(
                        () -> {
                            Precedence.serveSoon(); // Linux 6.12 and later; else nothing changes
                            return nice("thread-self");
                        });

        assertThat(after).isEqualTo(nice("thread-self"));
    }
}
