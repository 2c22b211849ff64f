package io.faultline.app.dashboard.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeptTest {

    private final Kept<String> kept = new Kept<>(3);

    @Test
    void whoHasSeenSomeIsToldTheRestInTheirOrder() {
        for (String each : new String[] {"a", "b", "c"}) {
            kept.add(each);
        }

        assertThat(kept.after(1)).extracting(Numbered::value).containsExactly("b", "c");
        assertThat(kept.after(kept.last())).isEmpty();
    }

    @Test
    void theOldestMakesRoomAndNumbersGoOn() {
        for (String each : new String[] {"a", "b", "c", "d"}) {
            kept.add(each);
        }

        assertThat(kept.after(0)).extracting(Numbered::value).containsExactly("b", "c", "d");
        assertThat(kept.last()).isEqualTo(4);
    }
}
