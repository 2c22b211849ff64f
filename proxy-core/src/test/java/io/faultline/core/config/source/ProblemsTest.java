package io.faultline.core.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    private final SourceText source = new SourceText("edge.yaml", "one\r\ntwo\rthree\n\nfive");
    private final Problems problems = new Problems(source);

    @Test
    void comeInTheOrderOfTheFile() {
        problems.warning(source.at(5, 1, 1), "late");
        problems.error(source.at(1, 3, 1), "right");
        problems.error(source.at(1, 1, 1), "left");

        assertThat(problems.sorted())
                .extracting(Problem::message)
                .containsExactly("left", "right", "late");
    }

    @Test
    void linesEndWhereYamlEndsThem() {
        assertThat(List.of(1, 2, 3, 4, 5, 6))
                .extracting(source::line)
                .containsExactly("one", "two", "three", "", "five", "");
    }

    @Test
    void aFloodIsCountedAndNotKept() {
        for (int i = 0; i < 100_000; i++) {
            problems.error(source.at(1, 1, 1), "again");
        }

        assertThat(problems.sorted()).hasSize(201);
        assertThat(problems.sorted().getLast().message()).contains("99,800 more like these");
    }

    @Test
    void warningsDoNotCrowdOutAnError() {
        for (int i = 0; i < 300; i++) {
            problems.warning(source.at(1, 1, 1), "careful");
        }
        assertThat(problems.hasErrors()).isFalse();
        assertThat(problems.sorted()).noneMatch(Problem::isError);

        problems.error(source.at(1, 1, 1), "wrong");

        assertThat(problems.hasErrors()).isTrue();
        assertThat(problems.sorted()).extracting(Problem::message).contains("wrong");
    }

    @Test
    void aSecretIsMaskedWhoeverComplainsAboutItsLine() {
        problems.error(source.at(1, 1, 1), "before");
        problems.hide(source.at(1, 2, 1));
        problems.hideFrom(source.at(3, 2, 1));
        problems.warning(source.at(3, 1, 1), "after");

        assertThat(problems.sorted())
                .extracting(Problem::sourceLine)
                .containsExactly("o*e", "t****");
    }
}
