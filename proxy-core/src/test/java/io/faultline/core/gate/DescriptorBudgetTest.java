package io.faultline.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.LimitsConfig;
import io.faultline.core.config.source.Origins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorBudgetTest {

    private static final String LIMITS =
            """
            Limit                     Soft Limit           Hard Limit           Units
            Max cpu time              unlimited            unlimited            seconds
            Max open files            %s                 1048576              files
            Max locked memory         8388608              8388608              bytes
            """;

    @TempDir private Path proc;

    @Test
    void readsTheSoftLimitAndCountsWhatIsOpen() throws Exception {
        assertThat(budget("1024", 7)).isEqualTo(new DescriptorBudget(1024, 7, 0));
    }

    @Test
    void withoutProcThereIsNoAnswerRatherThanAGuess() {
        assertThat(DescriptorBudget.ofProcess(proc.resolve("limits"), proc.resolve("fd"))).isNull();
    }

    @Test
    void aLimitsFileThatSaysNothingOfFilesIsNoAnswer() throws Exception {
        Files.createDirectory(proc.resolve("fd"));
        Files.writeString(proc.resolve("limits"), "Max cpu time   unlimited  unlimited  seconds\n");

        assertThat(DescriptorBudget.ofProcess(proc.resolve("limits"), proc.resolve("fd"))).isNull();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void thisVeryProcessHasALimitAndSomethingOpen() {
        var budget = DescriptorBudget.ofThisProcess();

        assertThat(budget.limit()).isGreaterThanOrEqualTo(64);
        assertThat(budget.open()).isPositive().isLessThan(budget.limit());
    }

    @ParameterizedTest
    @CsvSource({
        // limit, open, asked, cap
        "1024, 60, 0, 450", // (1024 - 60 - 64) / 2
        "1024, 60, 300, 300",
        "1024, 60, 450, 450",
        "1024, 60, 451, 450",
        "100, 60, 0, 1", // the floor: refuse with a warning, do not pretend there is no cap
    })
    void eachConnectionTakesTwoOfTheDescriptorsBesideTheReserve(
            long limit, long open, int asked, int cap) {
        assertThat(cap(new DescriptorBudget(limit, open, 0), asked).limit()).isEqualTo(cap);
    }

    @Test
    void aDerivedCapTellsHowItWasDerived() {
        assertThat(cap(new DescriptorBudget(1024, 60, 0), 0).origin())
                .isEqualTo(
                        "(1024 descriptors - 60 open - 0 for listeners and pipes - 64 reserved) / 2");
    }

    @Test
    void withUnlimitedDescriptorsTheConfigurationAloneDecides() throws Exception {
        var unlimited = budget("unlimited", 7);

        assertThat(cap(unlimited, 0).limit()).isZero();
        assertThat(cap(unlimited, 300).limit()).isEqualTo(300);
        assertThat(warning(unlimited, 300)).isNull();
    }

    @Test
    void whatTheWorkersWillOpenIsNotGivenToClients() {
        DescriptorBudget descriptors = new DescriptorBudget(1024, 60, 0).less(4, 3, 15);

        assertThat(descriptors.promised()).isEqualTo(4 * (3 + 2 * 15));
        assertThat(cap(descriptors, 0).limit()).isEqualTo((1024 - 60 - 132 - 64) / 2);
    }

    @ParameterizedTest
    @CsvSource({
        // limit, open, workers, pipes of each
        "1024, 64, 4, 15", // an eighth of 960 is 120: 60 pipes
        "1048576, 64, 4, 64", // never more than asked for
        "64, 60, 4, 0", // none: bytes are copied instead
        "64, 100, 4, 0",
    })
    void pipesTakeAnEighthOfWhatIsFree(long limit, long open, int workers, int pipes) {
        var descriptors = new DescriptorBudget(limit, open, 0);

        assertThat(descriptors.pipesPerWorker(workers, 64)).isEqualTo(pipes);
    }

    @Test
    void askingForMoreThanTheDescriptorsAllowIsSaidWithTheWayOut() {
        assertThat(warning(new DescriptorBudget(1024, 60, 132), 5_000))
                .isEqualTo(
                        "L4: limits.maxConnections is 5000 (default), but the descriptors are good"
                                + " for 384: (1024 descriptors - 60 open - 132 for listeners and"
                                + " pipes - 64 reserved) / 2. Connections beyond that are refused."
                                + " Raise the limit to at least 10256 (ulimit -n, or LimitNOFILE="
                                + " in the unit) and restart.");
    }

    @Test
    void whatItAsksForIsEnough() {
        assertThat(warning(new DescriptorBudget(10_256, 60, 132), 5_000)).isNull();
        assertThat(warning(new DescriptorBudget(10_255, 60, 132), 5_000)).isNotNull();
    }

    @Test
    void havingNoneLeftIsSaid() {
        assertThat(warning(new DescriptorBudget(100, 60, 10), 0))
                .isEqualTo(
                        "L4: no file descriptors are left for connections: (100 descriptors - 60"
                                + " open - 10 for listeners and pipes - 64 reserved) / 2. Raise the"
                                + " limit to at least 136 (ulimit -n, or LimitNOFILE= in the unit)"
                                + " and restart.");
    }

    @Test
    void enoughDescriptorsAreNothingToTalkAbout() {
        assertThat(warning(new DescriptorBudget(1024, 60, 0), 0)).isNull();
        assertThat(warning(new DescriptorBudget(1024, 60, 0), 450)).isNull();
    }

    private DescriptorBudget budget(String soft, int open) throws Exception {
        Path descriptors = Files.createDirectory(proc.resolve("fd"));
        for (int descriptor = 0; descriptor < open; descriptor++) {
            Files.createFile(descriptors.resolve(Integer.toString(descriptor)));
        }
        Files.writeString(proc.resolve("limits"), LIMITS.formatted(soft));
        return Objects.requireNonNull(
                DescriptorBudget.ofProcess(proc.resolve("limits"), descriptors));
    }

    private static Cap cap(DescriptorBudget budget, int asked) {
        return budget.connectionCap(new LimitsConfig(asked, 64, 64, 0), Origins.none());
    }

    private static @Nullable String warning(DescriptorBudget budget, int asked) {
        return budget.warning(new LimitsConfig(asked, 64, 64, 0), Origins.none());
    }
}
