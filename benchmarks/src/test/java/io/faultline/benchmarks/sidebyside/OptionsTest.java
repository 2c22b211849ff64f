package io.faultline.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void everythingHasADefault() {
        var options = Options.parse();

        assertThat(options.rounds()).isEqualTo(5);
        assertThat(options.candidates()).containsExactly("direct", "faultline", "haproxy", "nginx");
        assertThat(options.workloads()).containsExactly(Workload.values());
        assertThat(options.json()).isNull();
    }

    @Test
    void everyOptionIsUnderstood() {
        var options =
                Options.parse(
                        "--rounds",
                        "7",
                        "--seconds",
                        "0.5",
                        "--warm-up",
                        "1.5",
                        "--candidates",
                        "nginx,direct",
                        "--workloads",
                        "ping-pong,up",
                        "--proxy-cpus",
                        "2",
                        "--load-cpus",
                        "3",
                        "--faultline",
                        "bin/faultline",
                        "--json",
                        "out.json");

        assertThat(options)
                .isEqualTo(
                        new Options(
                                7,
                                0.5,
                                1.5,
                                java.util.List.of("nginx", "direct"),
                                java.util.List.of(Workload.PING_PONG, Workload.UP),
                                "2",
                                "3",
                                "bin/faultline",
                                Path.of("out.json"),
                                false));
    }

    @ParameterizedTest
    @CsvSource({
        "--rounds -1, must be a positive number",
        "--seconds soon, must be a positive number",
        "--workloads sideways, no workload 'sideways'",
        "--colour red, no option --colour",
        "--rounds, --rounds needs a value"
    })
    void whatMakesNoSenseIsSaid(String arguments, String message) {
        assertThatThrownBy(() -> Options.parse(arguments.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void coresAreCountedAsTasksetWritesThem() {
        assertThat(new CpuList("0").count()).isEqualTo(1);
        assertThat(new CpuList("1-2").count()).isEqualTo(2);
        assertThat(new CpuList("0,4-7").count()).isEqualTo(5);
    }
}
