package io.faultline.core.upstream.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AliasTableTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void eachIsDrawnByItsWeight(long seed) {
        var random = new Random(seed);
        int[] weights = random.ints(1 + random.nextInt(20), 1, 1_000).toArray();
        double total = Arrays.stream(weights).sum();
        var table = new AliasTable(weights);
        var draws = new WorkerRandom(seed);
        int[] counts = new int[weights.length];
        for (int i = 0; i < 200_000; i++) {
            counts[table.draw(draws)]++;
        }

        for (int index = 0; index < weights.length; index++) {
            assertThat(counts[index] / 200_000.0)
                    .as("weight %d of %s", weights[index], Arrays.toString(weights))
                    .isCloseTo(weights[index] / total, within(0.006));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 10_000})
    void oneHeavyWeightAmongLightOnesLeavesNoColumnOver(int size) {
        int[] weights = new int[size];
        Arrays.fill(weights, 1);
        weights[size / 2] = 100_000;
        var table = new AliasTable(weights);
        var draws = new WorkerRandom(1);
        int heavy = 0;
        for (int i = 0; i < 100_000; i++) {
            heavy += table.draw(draws) == size / 2 ? 1 : 0;
        }

        assertThat(heavy / 100_000.0).isCloseTo(100_000.0 / (100_000 + size - 1), within(0.006));
    }
}
