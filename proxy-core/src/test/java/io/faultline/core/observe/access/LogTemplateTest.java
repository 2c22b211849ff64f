package io.faultline.core.observe.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LogTemplateTest {

    @Test
    void theDefaultHasNoProblems() {
        assertThat(LogTemplate.problems(LogTemplate.DEFAULT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "{cleint}, client",
        "{endpont}, endpoint",
        "{bytes-up}, bytes_up",
        "{Upstream}, upstream",
        "{durations}, duration",
    })
    void aTypingErrorGetsTheFieldThatWasMeant(String template, String meant) {
        assertThat(LogTemplate.problems(template))
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.message())
                                    .isEqualTo(
                                            "unknown field '%s'. Did you mean '%s'?"
                                                    .formatted(
                                                            template.substring(
                                                                    1, template.length() - 1),
                                                            meant));
                            assertThat(problem.offset()).isZero();
                            assertThat(problem.length()).isEqualTo(template.length());
                        });
    }

    @Test
    void aWordNobodyKnowsGetsTheWholeList() {
        assertThat(LogTemplate.problems("{moon_phase}").getFirst().message())
                .startsWith("unknown field 'moon_phase'. Known: time, id, listener, client,");
    }

    @Test
    void allProblemsAreToldAtOnceAndWhereTheyAre() {
        assertThat(LogTemplate.problems("a} {x} {client} {"))
                .extracting(LogTemplate.Problem::offset)
                .containsExactly(1, 3, 16);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void saysWhatIsWrong(String template, String message) {
        assertThat(LogTemplate.problems(template))
                .singleElement()
                .extracting(LogTemplate.Problem::message)
                .isEqualTo(message);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("a { b", "'{' is never closed; a brace itself is written '{{'"),
                Arguments.of("a } b", "'}' closes nothing; a brace itself is written '}}'"),
                Arguments.of("  ", "an empty template logs nothing"),
                Arguments.of("a\nb", "a record is one line: no line breaks"));
    }

    @Test
    void aTemplateWithProblemsIsNeverUsed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordFormat.text("{cleint}"))
                .withMessageContaining("Did you mean 'client'?");
    }
}
