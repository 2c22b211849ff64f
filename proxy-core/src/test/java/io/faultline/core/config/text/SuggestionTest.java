package io.faultline.core.config.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

    private static final List<String> KEYS =
            List.of("balance", "endpoints", "health", "maxConnections", "least-connections", "dns");

    @ParameterizedTest
    @CsvSource({
        "balence, balance",
        "blance, balance",
        "balnace, balance",
        "BALANCE, balance",
        "endpoint, endpoints",
        "max_connections, maxConnections",
        "max-conections, maxConnections",
        "leastConnections, least-connections",
        "least, least-connections",
        "dsn, dns"
    })
    void findsTheWordThatWasMeant(String typed, String meant) {
        assertThat(Suggestion.nearest(typed, KEYS)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"colour", "x", "v3", "''", "he"})
    void saysNothingRatherThanNonsense(String typed) {
        assertThat(Suggestion.nearest(typed, List.of("balance", "health", "v1", "v2"))).isNull();
    }

    @Test
    void theNearestWordWinsNotTheFirst() {
        assertThat(Suggestion.nearest("timeou", List.of("timeouts", "timeout")))
                .isEqualTo("timeout");
    }

    @Test
    void aBeginningOfTwoWordsSuggestsNeither() {
        assertThat(Suggestion.nearest("max", List.of("maxConnections", "maxTime"))).isNull();
    }

    @Test
    void looksAtABoundedNumberOfWords() {
        List<String> many =
                IntStream.range(0, 100_000).mapToObj(i -> i < 50_000 ? "zz" + i : "web").toList();

        assertThat(Suggestion.nearest("wep", many)).isNull();
        assertThat(Suggestion.nearest("w".repeat(1_000), many)).isNull();
    }
}
