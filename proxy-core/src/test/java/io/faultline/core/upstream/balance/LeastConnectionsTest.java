package io.faultline.core.upstream.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faultline.core.config.upstream.UpstreamConfig.Balance;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LeastConnectionsTest {

    private final PickContext context = new PickContext(0);

    @Test
    void theOneWithTheFewestConnectionsTakesTheNext() {
        List<FakeTarget> targets = FakeTarget.many(3);
        targets.get(0).active = 5;
        targets.get(1).active = 2;
        targets.get(2).active = 3;

        assertThat(picked(targets)).isEqualTo(1);
    }

    @Test
    void loadIsMeasuredPerWeight() {
        List<FakeTarget> targets = FakeTarget.many(2);
        targets.get(0).active = 5;
        targets.get(1).active = 2;

        assertThat(picked(targets, 300, 100)).as("5/3 against 2/1").isEqualTo(0);
        assertThat(picked(targets, 200, 100)).as("5/2 against 2/1").isEqualTo(1);
    }

    @Test
    void connectionsThatStayShareOutByWeight() {
        List<FakeTarget> targets = FakeTarget.many(3);
        Candidates candidates =
                FakeTarget.candidates(Balance.LEAST_CONNECTIONS, targets, 300, 200, 100);
        var balancer = new LeastConnections(1);
        for (int i = 0; i < 600; i++) {
            targets.get(balancer.pick(candidates, context)).active++;
        }

        assertThat(targets).extracting(FakeTarget::active).containsExactly(300, 200, 100);
    }

    @Test
    void tiesAreBrokenAtRandom() {
        int[] counts =
                FakeTarget.counts(
                        new LeastConnections(1),
                        FakeTarget.candidates(Balance.LEAST_CONNECTIONS, FakeTarget.many(10)),
                        10_000);

        assertThat(IntStream.of(counts)).allMatch(count -> count > 850 && count < 1_150);
    }

    @Test
    void idleEndpointsShareByWeightAndNotAlike() {
        int[] counts =
                FakeTarget.counts(
                        new LeastConnections(1),
                        FakeTarget.candidates(
                                Balance.LEAST_CONNECTIONS, FakeTarget.many(2), 300, 100),
                        10_000);

        assertThat(counts[0]).isCloseTo(7_500, within(200));
    }

    @Test
    void workersThatAskAtTheSameMomentDoNotAllTakeTheSameOne() {
        Candidates idle = FakeTarget.candidates(Balance.LEAST_CONNECTIONS, FakeTarget.many(16));
        long different =
                LongStream.range(0, 16)
                        .map(worker -> new LeastConnections(worker).pick(idle, context))
                        .distinct()
                        .count();

        assertThat(different).isGreaterThan(5);
    }

    @Test
    void beyondSixtyFourASampleFindsALittleLoadedOne() {
        List<FakeTarget> targets = FakeTarget.many(1_000);
        for (int i = 0; i < 1_000; i++) {
            targets.get(i).active = i % 2 == 0 ? 100 : 1;
        }
        int[] counts =
                FakeTarget.counts(
                        new LeastConnections(1),
                        FakeTarget.candidates(Balance.LEAST_CONNECTIONS, targets),
                        10_000);

        int onLoaded = 0;
        for (int i = 0; i < 1_000; i += 2) {
            onLoaded += counts[i];
        }
        assertThat(onLoaded).as("all 8 drawn from the loaded half: 1 in 256").isLessThan(80);
    }

    @Test
    void aSampleFindsTheHeavyOneAmongThousandsOfLightOnes() {
        List<FakeTarget> targets = FakeTarget.many(1_000);
        int[] weights = FakeTarget.equalWeights(1_000);
        weights[500] = 100 * 1_000; // as much as all others together
        Candidates candidates = FakeTarget.candidates(Balance.LEAST_CONNECTIONS, targets, weights);
        var balancer = new LeastConnections(1);
        for (int i = 0; i < 20_000; i++) {
            targets.get(balancer.pick(candidates, context)).active++;
        }

        assertThat(targets.get(500).active).isBetween(9_000, 11_000);
    }

    @Test
    void atScaleTheSampledLoadStaysCloseToTheMean() {
        // 1,000 endpoints, 20 connections each on average, each connection replaced in random
        // order.
        List<FakeTarget> targets = FakeTarget.many(1_000);
        Candidates candidates = FakeTarget.candidates(Balance.LEAST_CONNECTIONS, targets);
        var balancer = new LeastConnections(1);
        var random = new Random(1);
        int[] open = new int[20_000];
        for (int i = 0; i < open.length; i++) {
            open[i] = balancer.pick(candidates, context);
            targets.get(open[i]).active++;
        }
        for (int i = 0; i < 200_000; i++) {
            int leaving = random.nextInt(open.length);
            targets.get(open[leaving]).active--;
            open[leaving] = balancer.pick(candidates, context);
            targets.get(open[leaving]).active++;
        }

        assertThat(targets).allMatch(target -> target.active <= 23);
    }

    @Test
    void aTriedEndpointIsPassedOverWhileOthersExist() {
        for (int size : new int[] {3, 65}) {
            List<FakeTarget> targets = FakeTarget.many(size);
            Candidates candidates = FakeTarget.candidates(Balance.LEAST_CONNECTIONS, targets);
            var balancer = new LeastConnections(1);
            var untried = new ArrayDeque<>(targets);
            var session = new PickContext(0);
            while (!untried.isEmpty()) {
                FakeTarget picked = targets.get(balancer.pick(candidates, session));
                assertThat(untried.remove(picked)).as("%s of %d, again", picked, size).isTrue();
                session.tried(picked);
            }
            assertThat(balancer.pick(candidates, session)).isBetween(0, size - 1);
        }
    }

    private int picked(List<FakeTarget> targets, int... weights) {
        return new LeastConnections(1)
                .pick(FakeTarget.candidates(Balance.LEAST_CONNECTIONS, targets, weights), context);
    }
}
