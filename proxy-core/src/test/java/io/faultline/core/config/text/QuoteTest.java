package io.faultline.core.config.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuoteTest {

    @Test
    void whatCouldSteerATerminalIsReplaced() {
        assertThat(Quote.of("a\u001b[2J\nb\u202ec")).isEqualTo("'a\uFFFD[2J\uFFFDb\uFFFDc'");
    }

    @Test
    void aLongTextIsCut() {
        assertThat(Quote.of("x".repeat(1_000_000))).hasSize(85).endsWith("...'");
    }
}
