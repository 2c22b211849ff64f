package io.faultline.core.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EvidenceTest {

    @Test
    void namesAndValuesAreShownInTheOrderTheyWereFound() {
        assertThat(Evidence.of("errno", "ECONNREFUSED").and("address", "10.0.0.1:80"))
                .hasToString("errno=ECONNREFUSED address=10.0.0.1:80");
    }

    @Test
    void aNameWithoutAValueIsRefused() {
        assertThatThrownBy(() -> Evidence.of("errno"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a name without a value: [errno]");
    }

    /** Faults are kept in memory, and what a peer sent may stand in their evidence. */
    @Test
    void aValueOfAnyLengthIsCutToWhatMayBeKept() {
        String evidence = Evidence.of("sent", "x".repeat(1_000_000)).toString();

        assertThat(evidence).startsWith("sent=xxx").endsWith("x...").hasSizeLessThan(2_100);
    }
}
