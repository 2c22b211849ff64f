package io.faultline.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OpenCountTest {

    private final OpenCount count = new OpenCount();

    @Test
    void theLastPlaceIsGivenAndThenNone() {
        assertThat(count.tryEnter(2)).isTrue();
        assertThat(count.tryEnter(2)).isTrue();
        assertThat(count.tryEnter(2)).isFalse();
        assertThat(count.open()).isEqualTo(2);

        count.leave();
        assertThat(count.tryEnter(2)).isTrue();
    }

    @Test
    void workersThatRaceForPlacesGetExactlyAsManyAsThereAre() throws Exception {
        int places = 10_000;
        Callable<Integer> takeAll =
                () -> {
                    int taken = 0;
                    while (count.tryEnter(places)) {
                        taken++;
                    }
                    return taken;
                };
        int total = 0;
        try (var pool = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> shares = new ArrayList<>();
            for (int worker = 0; worker < 4; worker++) {
                shares.add(pool.submit(takeAll));
            }
            for (Future<Integer> share : shares) {
                total += share.get();
            }
        }

        assertThat(total).isEqualTo(places);
        assertThat(count.open()).isEqualTo(places);
    }
}
