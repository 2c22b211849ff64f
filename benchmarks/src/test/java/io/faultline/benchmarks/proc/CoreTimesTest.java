package io.faultline.benchmarks.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoreTimesTest {

    private static final List<String> STAT =
            List.of(
                    "cpu  60 0 60 600 30 0 0 0 0 0",
                    "cpu0 10 0 20 70 0 0 0 0 0 0",
                    "cpu1 50 5 30 100 15 0 0 0 0 0",
                    "cpu12 7 0 0 3 0 0 0 0 0 0",
                    "intr 12345");

    @Test
    void onlyTheseCoresAreCountedAndWaitingIsNotWork() {
        assertThat(CoreTimes.parse(STAT, new CpuList("0-1"))).isEqualTo(new CoreTimes(115, 300));
        assertThat(CoreTimes.parse(STAT, new CpuList("12"))).isEqualTo(new CoreTimes(7, 10));
    }

    @Test
    void theShareIsOfTheTimeThatPassed() {
        var before = new CoreTimes(100, 1_000);

        assertThat(new CoreTimes(130, 1_060).busySince(before)).isCloseTo(0.5, within(1e-9));
        assertThat(before.busySince(before)).isZero();
    }

    @Test
    void coresAreCountedAsTasksetWritesThem() {
        assertThat(new CpuList("0").count()).isEqualTo(1);
        assertThat(new CpuList("1-2").count()).isEqualTo(2);
        assertThat(new CpuList("0,4-7").count()).isEqualTo(5);
        assertThat(new CpuList("0,4-7").contains(3)).isFalse();
    }
}
