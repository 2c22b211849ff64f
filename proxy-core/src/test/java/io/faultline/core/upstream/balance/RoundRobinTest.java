package io.faultline.core.upstream.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.upstream.UpstreamConfig.Balance;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundRobinTest {

    private final PickContext context = new PickContext(0);

    @Test
    void equalWeightsGoRoundInOrder() {
        Candidates three = candidates(100, 100, 100);
        var balancer = new RoundRobin(1);
        int first = balancer.pick(three, context);

        for (int i = 1; i < 30; i++) {
            assertThat(balancer.pick(three, context)).isEqualTo((first + i) % 3);
        }
    }

    @Test
    void workersBeginAtDifferentPlaces() {
        Candidates many = FakeTarget.candidates(Balance.ROUND_ROBIN, FakeTarget.many(1_000));
        Set<Integer> firsts = new HashSet<>();
        for (int worker = 0; worker < 16; worker++) {
            firsts.add(new RoundRobin(worker).pick(many, context));
        }

        assertThat(firsts).hasSizeGreaterThan(12);
    }

    @Test
    void workersBeginAtDifferentPlacesWithWeightsAsWell() {
        int[] weights = IntStream.range(0, 1_000).map(i -> 100 * (1 + i % 3)).toArray();
        Candidates many =
                FakeTarget.candidates(Balance.ROUND_ROBIN, FakeTarget.many(1_000), weights);
        Set<Integer> firsts = new HashSet<>();
        for (int worker = 0; worker < 16; worker++) {
            firsts.add(new RoundRobin(worker).pick(many, context));
        }

        assertThat(firsts).hasSizeGreaterThan(12);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void eachGetsItsWeightInEveryRound(long seed) {
        var random = new Random(seed);
        int[] weights = random.ints(2 + random.nextInt(8), 1, 20).toArray();
        int round = Arrays.stream(weights).sum();
        Candidates candidates = candidates(weights);
        var balancer = new RoundRobin(seed);

        for (int i = 0; i < 20; i++) {
            int[] counts = FakeTarget.counts(balancer, candidates, round);
            for (int index = 0; index < weights.length; index++) {
                assertThat(counts[index])
                        .as("weight %d of %s", weights[index], Arrays.toString(weights))
                        .isBetween(weights[index] - 1, weights[index] + 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void noEndpointIsEverMuchAheadOfItsShareOrBehindIt(long seed) {
        var random = new Random(seed);
        int[] weights = random.ints(2 + random.nextInt(30), 1, 1_000).toArray();
        double total = Arrays.stream(weights).sum();
        Candidates candidates = candidates(weights);
        var balancer = new RoundRobin(seed);
        int[] counts = new int[weights.length];

        for (int pick = 1; pick <= 5_000; pick++) {
            counts[balancer.pick(candidates, context)]++;
            for (int index = 0; index < weights.length; index++) {
                double share = pick * weights[index] / total;
                assertThat(Math.abs(counts[index] - share))
                        .as("after %d picks, weight %d", pick, weights[index])
                        .isLessThan(3.0);
            }
        }
    }

    @Test
    void turnsAreInterleavedAndDoNotComeInBursts() {
        Candidates candidates = candidates(300, 100, 100, 100);
        var balancer = new RoundRobin(3);
        int[] gap = new int[4];
        Arrays.fill(gap, -1);
        balancer.pick(candidates, context);

        for (int pick = 0; pick < 600; pick++) {
            int index = balancer.pick(candidates, context);
            if (index != 0 && gap[index] >= 0) {
                assertThat(pick - gap[index]).as("one of six").isBetween(5, 7);
            }
            if (index == 0 && gap[0] >= 0) {
                assertThat(pick - gap[0]).as("every second").isBetween(1, 4);
            }
            gap[index] = pick;
        }
    }

    @Test
    void firstTurnsAloneAreFairWhenSnapshotsFollowEachOtherQuickly() {
        List<FakeTarget> targets = FakeTarget.many(4);
        var balancer = new RoundRobin(5);
        int[] counts = new int[4];
        for (int snapshot = 0; snapshot < 20_000; snapshot++) {
            Candidates next =
                    FakeTarget.candidates(Balance.ROUND_ROBIN, targets, 700, 100, 100, 100);
            counts[balancer.pick(next, context)]++;
        }

        assertThat(counts[0] / 20_000.0).isBetween(0.60, 0.85);
        for (int index = 1; index < 4; index++) {
            assertThat(counts[index] / 20_000.0).isBetween(0.05, 0.14);
        }
    }

    @Test
    void aTriedEndpointIsPassedOverWhileOthersExist() {
        Candidates candidates = candidates(100_000, 1, 1);
        var balancer = new RoundRobin(1);
        context.tried(candidates.target(0));
        for (int i = 0; i < 1_000; i++) {
            assertThat(balancer.pick(candidates, context)).isNotZero();
        }

        context.tried(candidates.target(1));
        assertThat(balancer.pick(candidates, context)).isEqualTo(2);
        context.tried(candidates.target(2));
        assertThat(balancer.pick(candidates, context)).isBetween(0, 2);
    }

    @Test
    void aShrinkingListLeavesNoStalePosition() {
        var balancer = new RoundRobin(1);
        Candidates ten = FakeTarget.candidates(Balance.ROUND_ROBIN, FakeTarget.many(10));
        Candidates two = FakeTarget.candidates(Balance.ROUND_ROBIN, FakeTarget.many(2));
        for (int i = 0; i < 25; i++) {
            assertThat(balancer.pick(ten, context)).isBetween(0, 9);
            assertThat(balancer.pick(two, context)).isBetween(0, 1);
        }
    }

    @Test
    void dueTimesSurviveTheEndOfTheNumbers() {
        // Weight 1 advances a due time by 2^40 a turn: after 2^23 turns of both it has wrapped.
        TurnOrder order = TurnOrder.from(new int[] {1, 3});
        int[] counts = new int[2];
        for (int i = 0; i < 40_000_000; i++) {
            counts[order.next()]++;
        }

        assertThat(counts[0]).isBetween(9_999_999, 10_000_001);
    }

    private static Candidates candidates(int... weights) {
        return FakeTarget.candidates(Balance.ROUND_ROBIN, FakeTarget.many(weights.length), weights);
    }
}
