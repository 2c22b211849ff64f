package io.faultline.core.observe.saturation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ResourceTest {

    @Test
    void aSentenceSaysWhatIsFullHowFullAndWhenItEnds() {
        Resource ports =
                Resource.known(ResourceKind.SOURCE_PORTS, "10.0.0.1:8080", 24_100, 28_232, "")
                        .with(new Forecast(300, 13.8));

        assertThat(ports)
                .hasToString(
                        "L4 source ports towards 10.0.0.1:8080: 24,100 of 28,232 used (85 %),"
                                + " growing 300/s: full in 14 s");
        assertThat(ports.ratio()).isEqualTo(24_100 / 28_232.0);
    }

    @Test
    void whatIsUnknownSaysWhyAndHasNoRatio() {
        Resource link = Resource.unknown(ResourceKind.LINK, "eth0", 2.5e9, "the driver is silent");

        assertThat(link)
                .hasToString(
                        "L1 interface eth0: 2.5 Gbit/s used; fullness unknown: the driver is silent");
        assertThat(link.ratio()).isNaN();
        assertThat(Resource.unknown(ResourceKind.FILES, "", Double.NaN, "no /proc").state())
                .isEqualTo("fullness unknown: no /proc");
    }

    @Test
    void unitsReadAsPeopleSayThem() {
        assertThat(Unit.BITS_PER_SECOND.text(940e6)).isEqualTo("940 Mbit/s");
        assertThat(Unit.BITS_PER_SECOND.text(400e9)).isEqualTo("400 Gbit/s");
        assertThat(Unit.BYTES.text(1_536)).isEqualTo("1.5 KiB");
        assertThat(Unit.SHARE.text(0.934)).isEqualTo("93 %");
        assertThat(Unit.DAYS.text(3.25)).startsWith("3.").endsWith(" days");
        assertThat(new Forecast(0.4, 3_000).text(Unit.THINGS))
                .isEqualTo("growing 0.4/s: full in 50 min");
        assertThat(new Forecast(4_096, 8_000).text(Unit.BYTES))
                .isEqualTo("growing 4.0 KiB/s: full in 2 h");
    }

    /** Alerts match on them. */
    @Test
    void labelsAreUniqueAndHaveTheCharactersOfALabel() {
        assertThat(Arrays.stream(ResourceKind.values()).map(ResourceKind::label))
                .doesNotHaveDuplicates()
                .allMatch(label -> label.matches("[a-z_]+"));
        assertThat(Arrays.stream(EventKind.values()).map(EventKind::label))
                .doesNotHaveDuplicates()
                .allMatch(label -> label.matches("[a-z_]+"));
    }
}
