package io.faultline.core.upstream.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaglevTableTest {

    private static final int CLIENTS = 100_000;

    @Test
    void theNumberOfSlotsIsPrimeSoThatEveryStepVisitsEverySlot() {
        for (int members : new int[] {1, 655, 656, 10_000}) {
            int slots = MaglevTable.slotsFor(members);
            assertThat(BigInteger.valueOf(slots).isProbablePrime(50)).as("%d", slots).isTrue();
            assertThat(slots / members).as("slots for each of %d", members).isGreaterThan(25);
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 0.01", "10, 0.03", "100, 0.06", "650, 0.15"})
    void equalTargetsTakeEqualShares(int count, double tolerance) {
        Map<String, Integer> clients = clientsPerTarget(FakeTarget.many(count));

        double fair = (double) CLIENTS / count;
        // The slots are shared out almost exactly; most of what is left is the clients' own chance.
        double chance = 4 * Math.sqrt(fair);
        assertThat(clients).hasSize(count);
        assertThat(clients.values())
                .allSatisfy(
                        n ->
                                assertThat((double) n)
                                        .isCloseTo(fair, within(fair * tolerance + chance)));
    }

    @Test
    void slotsFollowTheWeights() {
        List<FakeTarget> targets = FakeTarget.many(4);
        var table = table(targets, 100, 200, 300, 400);
        int[] clients = new int[4];
        for (int i = 0; i < CLIENTS; i++) {
            clients[table.at(WorkerRandom.mix(i))]++;
        }

        for (int i = 0; i < 4; i++) {
            assertThat(clients[i] / (double) CLIENTS).isCloseTo((i + 1) / 10.0, within(0.01));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theOrderOfTheTargetsDoesNotMatter(long seed) {
        List<FakeTarget> targets = FakeTarget.many(50);
        Map<FakeTarget, Integer> weights = new HashMap<>();
        targets.forEach(t -> weights.put(t, 100 + weights.size() % 7 * 50));
        List<String> expected = homes(targets, weightsOf(targets, weights));

        List<FakeTarget> shuffled = new ArrayList<>(targets);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(homes(shuffled, weightsOf(shuffled, weights))).isEqualTo(expected);
    }

    @Test
    void theTableIsTheSameInEveryRelease() {
        List<String> homes = homes(FakeTarget.many(5), FakeTarget.equalWeights(5));

        // A change here moves every client of every user at the next upgrade: do not adapt lightly.
        assertThat(homes.subList(0, 8))
                .extracting(home -> home.substring("10.0.0.".length()))
                .containsExactly("5:80", "2:80", "2:80", "5:80", "1:80", "2:80", "1:80", "2:80");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 20, 100})
    void whenOneOfNLeavesAboutAnNthOfTheClientsMoves(int count) {
        List<FakeTarget> targets = FakeTarget.many(count);
        List<String> before = homes(targets, FakeTarget.equalWeights(count));
        List<FakeTarget> fewer = new ArrayList<>(targets);
        String gone = fewer.remove(count / 2).name();
        List<String> after = homes(fewer, FakeTarget.equalWeights(count - 1));

        int mustMove = 0;
        int movedNeedlessly = 0;
        for (int i = 0; i < CLIENTS; i++) {
            if (before.get(i).equals(gone)) {
                mustMove++;
            } else if (!before.get(i).equals(after.get(i))) {
                movedNeedlessly++;
            }
        }
        assertThat(mustMove / (double) CLIENTS).isCloseTo(1.0 / count, within(0.01));
        assertThat(movedNeedlessly / (double) CLIENTS).as("could have stayed").isLessThan(0.03);
    }

    @Test
    void aChangeOfOneWeightMovesLittleMoreThanTheDifference() {
        List<FakeTarget> targets = FakeTarget.many(10);
        int[] weights = FakeTarget.equalWeights(10);
        List<String> before = homes(targets, weights);
        weights[3] = 50;
        List<String> after = homes(targets, weights);

        int moved = 0;
        for (int i = 0; i < CLIENTS; i++) {
            moved += before.get(i).equals(after.get(i)) ? 0 : 1;
        }
        assertThat(moved / (double) CLIENTS).as("5 % had to").isBetween(0.04, 0.12);
    }

    @Test
    void tenThousandTargetsAllFindTheirSlots() {
        Map<String, Integer> clients = clientsPerTarget(FakeTarget.many(10_000));

        assertThat(clients.size()).as("of 10,000, by 100,000 clients").isGreaterThan(9_990);
    }

    private static Map<String, Integer> clientsPerTarget(List<FakeTarget> targets) {
        Map<String, Integer> clients = new HashMap<>();
        for (String home : homes(targets, FakeTarget.equalWeights(targets.size()))) {
            clients.merge(home, 1, Integer::sum);
        }
        return clients;
    }

    /** Where each of the clients lives. */
    private static List<String> homes(List<FakeTarget> targets, int[] weights) {
        var table = table(targets, weights);
        List<String> homes = new ArrayList<>(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            homes.add(targets.get(table.at(WorkerRandom.mix(i))).name());
        }
        return homes;
    }

    private static int[] weightsOf(List<FakeTarget> targets, Map<FakeTarget, Integer> weights) {
        return targets.stream().mapToInt(weights::get).toArray();
    }

    private static MaglevTable table(List<FakeTarget> targets, int... weights) {
        return new MaglevTable(
                targets.toArray(Target[]::new),
                Arrays.copyOf(weights, weights.length),
                MaglevTable.slotsFor(targets.size()));
    }
}
