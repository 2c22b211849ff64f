package io.faultline.core.upstream.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.upstream.UpstreamConfig.Balance;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SourceHashTest {

    private final SourceHash balancer = new SourceHash();
    private final PickContext context = new PickContext(0);

    @Test
    void aClientReachesTheSameEndpointFromAnyPortAndInEitherFormOfItsAddress() {
        Candidates ten = FakeTarget.candidates(Balance.SOURCE_HASH, FakeTarget.many(10));
        int home = pick(ten, PeerAddress.ofV4(0x0a01_0203, 40_000));

        assertThat(pick(ten, PeerAddress.ofV4(0x0a01_0203, 50_001))).isEqualTo(home);
        assertThat(pick(ten, PeerAddress.ofV6(0, 0xffff_0a01_0203L, 1, 0))).isEqualTo(home);
    }

    @Test
    void neighboursInOneNetworkSpreadOverAllEndpoints() {
        Candidates ten = FakeTarget.candidates(Balance.SOURCE_HASH, FakeTarget.many(10));
        int[] clients = new int[10];
        for (int host = 0; host < 65_536; host++) {
            clients[pick(ten, PeerAddress.ofV4(0x0a01_0000 + host, 1))]++;
        }

        assertThat(IntStream.of(clients)).allMatch(n -> n > 6_100 && n < 7_000);
    }

    @Test
    void aClientWhoseEndpointFailsMovesOnAlongItsOwnPath() {
        Candidates ten = FakeTarget.candidates(Balance.SOURCE_HASH, FakeTarget.many(10));
        assertThat(path(ten, 77)).isEqualTo(path(ten, 77)).doesNotHaveDuplicates().hasSize(10);

        Set<Integer> seconds = new HashSet<>();
        for (int client = 0; client < 2_000; client++) {
            context.reset(WorkerRandom.mix(client));
            int home = balancer.pick(ten, context);
            context.tried(ten.target(home));
            if (home == 3) {
                seconds.add(balancer.pick(ten, context));
            }
        }
        assertThat(seconds).as("the clients of one do not all fall on another").hasSize(9);
    }

    @Test
    void withoutABoundAnEndpointKeepsItsClientsWhateverItsLoad() {
        List<FakeTarget> targets = FakeTarget.many(4);
        Candidates four = FakeTarget.candidates(Balance.SOURCE_HASH, targets);
        context.reset(WorkerRandom.mix(5));
        int home = balancer.pick(four, context);
        targets.get(home).active = 1_000_000;

        assertThat(balancer.pick(four, context)).isEqualTo(home);
    }

    @Test
    void withABoundNobodyTakesMoreThanTheFactorOfItsFairShare() {
        List<FakeTarget> targets = FakeTarget.many(10);
        int[] weights = FakeTarget.equalWeights(10);
        weights[0] = 300;
        Candidates ten = FakeTarget.candidates(Balance.SOURCE_HASH, 1.25, targets, weights);
        for (int i = 0; i < 5_000; i++) {
            context.reset(WorkerRandom.mix(i % 7)); // seven clients, and a lot of each
            targets.get(balancer.pick(ten, context)).active++;
        }

        assertThat(targets.get(0).active).isLessThanOrEqualTo(ceil(1.25 * 5_000 * 3 / 12));
        assertThat(targets.subList(1, 10))
                .allMatch(target -> target.active <= ceil(1.25 * 5_000 / 12));
    }

    @Test
    void withABoundAClientComesHomeWhenThereIsRoomAgain() {
        List<FakeTarget> targets = FakeTarget.many(4);
        Candidates four = FakeTarget.candidates(Balance.SOURCE_HASH, 1.5, targets);
        context.reset(WorkerRandom.mix(5));
        int home = balancer.pick(four, context);

        targets.get(home).active = 100;
        int elsewhere = balancer.pick(four, context);
        assertThat(elsewhere).isNotEqualTo(home);
        assertThat(balancer.pick(four, context)).as("the same elsewhere").isEqualTo(elsewhere);

        targets.get(home).active = 0;
        assertThat(balancer.pick(four, context)).isEqualTo(home);
    }

    @Test
    void aBoundBelowOneIsTakenAsOneSinceNotAllCouldKeepIt() {
        List<FakeTarget> targets = FakeTarget.many(4);
        Candidates four = FakeTarget.candidates(Balance.SOURCE_HASH, 0.5, targets);
        context.reset(WorkerRandom.mix(5));
        int home = balancer.pick(four, context);
        targets.forEach(target -> target.active = 12);
        targets.get(home).active = 10; // the fair share of 41 is 10.25
        targets.get((home + 1) % 4).active = 6;

        assertThat(balancer.pick(four, context)).isEqualTo(home);
    }

    @Test
    void whenAllThatAreLeftAreFullTheLeastFullTakesIt() {
        List<FakeTarget> targets = FakeTarget.many(3);
        Candidates three = FakeTarget.candidates(Balance.SOURCE_HASH, 1.0, targets);
        targets.get(1).active = 100;
        targets.get(2).active = 90;
        for (int client = 0; client < 50; client++) {
            context.reset(WorkerRandom.mix(client));
            context.tried(targets.get(0));

            assertThat(balancer.pick(three, context)).as("client %d", client).isEqualTo(2);
        }
    }

    @Test
    void aTriedEndpointIsNotTheLeastFullOne() {
        List<FakeTarget> targets = FakeTarget.many(2);
        Candidates two = FakeTarget.candidates(Balance.SOURCE_HASH, 1.0, targets);
        targets.get(1).active = 1_000;
        context.tried(targets.get(0));

        assertThat(balancer.pick(two, context)).isEqualTo(1);
    }

    private List<Integer> path(Candidates candidates, long hash) {
        var session = new PickContext(WorkerRandom.mix(hash));
        List<Integer> path = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            path.add(balancer.pick(candidates, session));
            session.tried(candidates.target(path.getLast()));
        }
        return path;
    }

    private int pick(Candidates candidates, PeerAddress client) {
        context.reset(client.sourceHash());
        return balancer.pick(candidates, context);
    }

    private static int ceil(double value) {
        return (int) Math.ceil(value);
    }
}
