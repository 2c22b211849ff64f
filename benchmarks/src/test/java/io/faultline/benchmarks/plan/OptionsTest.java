package io.faultline.benchmarks.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.benchmarks.proc.Cores;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private static final Path OUT = Path.of("out");

    @Test
    void everythingHasADefault() {
        var options = Options.parse(OUT);

        assertThat(options.rounds()).isEqualTo(5);
        assertThat(options.seconds()).isEqualTo(2);
        assertThat(options.quick()).isFalse();
        assertThat(options.wants("http/browser")).isTrue();
        assertThat(options.out()).isEqualTo(OUT);
    }

    @Test
    void quickMeansFewerAndShorterRoundsUnlessToldOtherwise() {
        var options = Options.parse(OUT, "--quick", "--rounds", "7");

        assertThat(options.rounds()).isEqualTo(7);
        assertThat(options.seconds()).isEqualTo(1);
    }

    @Test
    void rowsAreChosenByPartsOfTheirNames() {
        var options = Options.parse(OUT, "--only", "l4/,handshake");

        assertThat(options.wants("l4/churn")).isTrue();
        assertThat(options.wants("https/handshake")).isTrue();
        assertThat(options.wants("http/small")).isFalse();
    }

    @Test
    void everybodyHasACoreWhereThereAreEnough() {
        assertThat(Cores.of(1).text()).isEqualTo("proxy 0, backend 0, load 0");
        assertThat(Cores.of(2).text()).isEqualTo("proxy 0, backend 1, load 1");
        assertThat(Cores.of(8).text()).isEqualTo("proxy 0, backend 1, load 2");
        assertThat(Cores.of(8).spare().text()).isEqualTo("3");
    }

    @ParameterizedTest
    @CsvSource({
        "--rounds -1, must be a positive number",
        "--seconds soon, must be a positive number",
        "--proxy-cpus first, must be like 0 or 1-2",
        "--colour red, no option --colour",
        "--rounds, --rounds needs a value"
    })
    void whatMakesNoSenseIsSaid(String arguments, String message) {
        assertThatThrownBy(() -> Options.parse(OUT, arguments.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theBarSaysHowLongItWillTake() {
        assertThat(Progress.bar(0.5, 95))
                .isEqualTo("[############............]   50 %  1:35 left".replace("   50", "  50"));
    }
}
