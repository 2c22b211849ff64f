package io.faultline.core.upstream.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faultline.core.config.upstream.UpstreamConfig.Balance;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

class PowerOfTwoTest {

    private final PickContext context = new PickContext(0);

    @Test
    void idleEndpointsShareByWeight() {
        int[] counts =
                FakeTarget.counts(
                        new PowerOfTwo(1),
                        FakeTarget.candidates(Balance.RANDOM, FakeTarget.many(3), 200, 100, 100),
                        20_000);

        assertThat(counts[0]).isCloseTo(10_000, within(300));
        assertThat(counts[1]).isCloseTo(5_000, within(300));
        assertThat(counts[2]).isCloseTo(5_000, within(300));
    }

    @Test
    void ofTwoItIsAlwaysTheLessLoaded() {
        List<FakeTarget> targets = FakeTarget.many(2);
        targets.get(0).active = 4;
        targets.get(1).active = 3;

        int[] counts =
                FakeTarget.counts(
                        new PowerOfTwo(1), FakeTarget.candidates(Balance.RANDOM, targets), 1_000);

        assertThat(counts).containsExactly(0, 1_000);
    }

    @Test
    void aVeryHeavyEndpointIsStillComparedWithAnother() {
        List<FakeTarget> targets = FakeTarget.many(2);
        targets.get(0).active = 2_000;

        int[] counts =
                FakeTarget.counts(
                        new PowerOfTwo(1),
                        FakeTarget.candidates(Balance.RANDOM, targets, 100_000, 100),
                        1_000);

        assertThat(counts[1]).as("2 per weight against none").isEqualTo(1_000);
    }

    @Test
    void theMostLoadedOfAllIsNeverPicked() {
        List<FakeTarget> targets = FakeTarget.many(100);
        targets.get(17).active = 1;

        int[] counts =
                FakeTarget.counts(
                        new PowerOfTwo(1), FakeTarget.candidates(Balance.RANDOM, targets), 100_000);

        assertThat(counts[17]).isZero();
        assertThat(counts[18]).isPositive();
    }

    @Test
    void twoChoicesKeepTheLongestQueueFarShorterThanOne() {
        List<FakeTarget> targets = FakeTarget.many(1_000);
        Candidates candidates = FakeTarget.candidates(Balance.RANDOM, targets);
        var balancer = new PowerOfTwo(1);
        for (int i = 0; i < 100_000; i++) {
            targets.get(balancer.pick(candidates, context)).active++;
        }

        // One choice leads to 100 + 3.2 standard deviations of 10, about 132; two to about 103.
        assertThat(targets).allMatch(target -> target.active <= 105);
    }

    @Test
    void aTriedEndpointIsPassedOverWhileOthersExist() {
        List<FakeTarget> targets = FakeTarget.many(5);
        Candidates candidates =
                FakeTarget.candidates(Balance.RANDOM, targets, 100_000, 100, 100, 1, 1);
        var balancer = new PowerOfTwo(1);
        var untried = new ArrayDeque<>(targets);
        while (!untried.isEmpty()) {
            FakeTarget picked = targets.get(balancer.pick(candidates, context));
            assertThat(untried.remove(picked)).as("%s again", picked).isTrue();
            context.tried(picked);
        }

        assertThat(balancer.pick(candidates, context)).isBetween(0, 4);
    }
}
