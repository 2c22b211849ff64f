package io.faultline.core.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.source.Problem.Severity;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void theCaretStaysUnderItsPlaceBehindTabsAndWideText() {
        assertThat(rendered("\ta\u00e9\uD83D\uDE00 x", 6, 1))
                .endsWith("\n    \ta\u00e9\uD83D\uDE00 x\n    \t    ^");
    }

    @Test
    void aLongLineIsCutAroundThePlace() {
        String rendered = rendered("x".repeat(5_000) + "HERE" + "y".repeat(5_000), 5_001, 4);

        assertThat(rendered).contains("xHEREy").contains("^^^^").hasSizeLessThan(400);
    }

    @Test
    void theCaretNeverLeavesTheLine() {
        assertThat(rendered("ab", 2, 500)).endsWith("\n     ^");
        assertThat(rendered("ab", 900, 3)).endsWith("\n      ^");
    }

    @Test
    void whatCouldSteerATerminalIsNotPrinted() {
        assertThat(rendered("a\u001b[2Jb", 1, 1)).doesNotContain("\u001b");
    }

    @Test
    void aProblemOfTheWholeFileHasNoLine() {
        Problem problem =
                new Problem(Severity.ERROR, Location.ofFile("edge.yaml"), "is gone.", null);

        assertThat(problem.render()).isEqualTo("edge.yaml  is gone.");
    }

    private static String rendered(String line, int column, int width) {
        Location place = new Location("edge.yaml", 3, column, width);
        return new Problem(Severity.WARNING, place, "look here.", line).render();
    }
}
