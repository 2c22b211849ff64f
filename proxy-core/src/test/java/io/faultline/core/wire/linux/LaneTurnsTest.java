package io.faultline.core.wire.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LaneTurnsTest {

    private final LaneTurns turns = new LaneTurns();

    @Test
    void bulkTransfersAmongThemselvesSoonGetLongTurns() {
        takeTurns(LaneTurns.QUIET_AFTER);
        assertThat(turns.nextBytes()).isEqualTo(LaneTurns.LONG);
    }

    @Test
    void oneSmallMessageMakesTurnsShortForAWhile() {
        takeTurns(LaneTurns.QUIET_AFTER + 1);
        turns.received(LaneTurns.SMALL_BELOW - 1);
        takeTurns(LaneTurns.QUIET_AFTER);
        assertThat(turns.nextBytes()).isEqualTo(LaneTurns.LONG);
    }

    @Test
    void aLargeReadIsNobodyWhoWaits() {
        takeTurns(LaneTurns.QUIET_AFTER);
        turns.received(LaneTurns.SMALL_BELOW);
        assertThat(turns.nextBytes()).isEqualTo(LaneTurns.LONG);
    }

    /** All of them short. */
    private void takeTurns(int count) {
        for (int i = 0; i < Math.min(count, LaneTurns.QUIET_AFTER); i++) {
            assertThat(turns.nextBytes()).isEqualTo(LaneTurns.SHORT);
        }
    }
}
