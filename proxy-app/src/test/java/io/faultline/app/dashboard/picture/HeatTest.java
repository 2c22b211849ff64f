package io.faultline.app.dashboard.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.ledger.Lately;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeatTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 1000, QUIET",
        "0, 0, 3, 1000, PAST",
        "0, 2, 3, 1000, RECENT",
        "1, 2, 3, 1000, SOME",
        "9, 9, 9, 1000, SOME", // below one in a hundred
        "10, 10, 10, 1000, MANY",
        "4, 4, 4, 0, SOME", // a stray one, and no traffic to hold it against
        "5, 5, 5, 0, MANY", // a check that fails again and again
    })
    void itGrowsWithHowLatelyAndHowMuchOfTheTraffic(
            long minute, long tenMinutes, long hour, long asked, Heat heat) {
        assertThat(Heat.of(new Lately(minute, tenMinutes, hour, Instant.EPOCH), asked))
                .isEqualTo(heat);
    }
}
