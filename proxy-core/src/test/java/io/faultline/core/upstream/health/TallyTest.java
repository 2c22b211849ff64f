package io.faultline.core.upstream.health;

import static io.faultline.core.upstream.HealthVerdict.DOWN;
import static io.faultline.core.upstream.HealthVerdict.UNCHECKED;
import static io.faultline.core.upstream.HealthVerdict.UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.upstream.HealthVerdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TallyTest {

    private static final int RISE = 2;
    private static final int FALL = 3;

    @Test
    void theFirstOutcomeDecidesAlone() {
        assertThat(verdictsOf(UNCHECKED, true)).containsExactly(UP);
        assertThat(verdictsOf(UNCHECKED, false)).containsExactly(DOWN);
    }

    @Test
    void exactlyFallFailuresInARowTakeItDown() {
        assertThat(verdictsOf(UP, false, false, false)).containsExactly(UP, UP, DOWN);
    }

    @Test
    void exactlyRiseSuccessesInARowBringItUp() {
        assertThat(verdictsOf(DOWN, true, true)).containsExactly(DOWN, UP);
    }

    @Test
    void oneOutcomeThatAgreesStartsTheCountAnew() {
        assertThat(verdictsOf(UP, false, false, true, false, false)).containsOnly(UP);
        assertThat(verdictsOf(DOWN, true, false, true, false)).containsOnly(DOWN);
    }

    @Test
    void aVerdictThatWasJustReachedNeedsAFullRunToFallAgain() {
        assertThat(verdictsOf(DOWN, true, true, false, false, false))
                .containsExactly(DOWN, UP, UP, UP, DOWN);
    }

    private static List<HealthVerdict> verdictsOf(HealthVerdict start, boolean... outcomes) {
        var tally = new Tally(RISE, FALL, start);
        var verdicts = new ArrayList<HealthVerdict>();
        for (boolean good : outcomes) {
            verdicts.add(tally.add(good));
        }
        return verdicts;
    }
}
