package io.faultline.app.admin.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

    @Test
    void whatAStrangerSentCannotSteerATerminal() {
        assertThat(Printable.of("a\u001b[2J\r\nb\u009bc é"))
                .isEqualTo("a\\x1b[2J\\x0d\\x0ab\\x9bc é");
    }

    @ParameterizedTest
    @CsvSource({
        "-5000, 0 ms",
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1 s",
        "119999, 119 s",
        "120000, 2 min",
        "7199999, 119 min",
        "7200000, 2 h",
        "172799999, 47 h",
        "172800000, 2 d",
    })
    void aTimeIsToldInTheUnitThatFitsIt(long millis, String text) {
        assertThat(Printable.span(Duration.ofMillis(millis))).isEqualTo(text);
        assertThat(Printable.ago(Instant.EPOCH, Instant.ofEpochMilli(millis)))
                .isEqualTo(text + " ago");
    }

    @Test
    void columnsStandBelowEachOtherWhateverTheyHold() {
        assertThat(new TextTable("  ", "A", "LONGER").row("much longer", "x").row("y", "\t"))
                .hasToString(
                        """
                          A            LONGER
                          much longer  x
                          y            \\x09
                        """);
    }
}
