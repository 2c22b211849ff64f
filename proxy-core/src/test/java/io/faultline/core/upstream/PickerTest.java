package io.faultline.core.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.config.upstream.UpstreamConfig.Balance;
import io.faultline.core.upstream.balance.PickContext;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PickerTest {

    @ParameterizedTest
    @EnumSource
    void everyBalancerUsesEveryEndpoint(Balance balance) {
        var shop = new TestUpstream().endpoints(5).balance(balance).start();
        var picker = shop.cluster.newPicker(1);
        Set<Endpoint> picked = new HashSet<>();
        for (int client = 0; client < 1_000; client++) {
            picked.add(requireNonNull(picker.pick(new PickContext(hash(client)))));
        }

        assertThat(picked).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource
    void aSessionTriesEveryEndpointBeforeItTriesOneAgain(Balance balance) {
        var shop =
                new TestUpstream()
                        .endpoint("10.0.0.1:80", 1_000)
                        .endpoint("10.0.0.2:80", 1)
                        .endpoint("10.0.0.3:80", 10)
                        .balance(balance)
                        .hashBalanceFactor(1.2)
                        .start();
        var picker = shop.cluster.newPicker(1);
        for (int client = 0; client < 200; client++) {
            var session = new PickContext(hash(client));
            Set<Endpoint> picked = new HashSet<>();
            for (int attempt = 0; attempt < 3; attempt++) {
                Endpoint endpoint = requireNonNull(picker.pick(session));
                picked.add(endpoint);
                session.tried(endpoint);
            }
            assertThat(picked).hasSize(3);
            assertThat(picker.pick(session)).as("all were tried: again").isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPickAllocatesNothing(Balance balance) {
        var shop =
                new TestUpstream()
                        .endpoints(100)
                        .endpoint("10.9.0.1:80", 7)
                        .balance(balance)
                        .hashBalanceFactor(1.5)
                        .start();
        var picker = shop.cluster.newPicker(1);
        var session = new PickContext(0);
        int picks = 20_000;
        pickAll(picker, session, picks); // the first ones load classes and follow the snapshot

        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        pickAll(picker, session, picks);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        // What the measurement itself allocates is far less than one object per pick.
        assertThat(allocated).isLessThan(picks);
    }

    @Test
    void aReloadThatChangesTheBalanceIsFollowed() {
        var shop = new TestUpstream().endpoints(10).balance(Balance.ROUND_ROBIN).start();
        var picker = shop.cluster.newPicker(1);
        var client = new PickContext(hash(1));
        assertThat(picker.pick(client)).isNotSameAs(picker.pick(client));

        shop.cluster.reconfigure(
                new TestUpstream().endpoints(10).balance(Balance.SOURCE_HASH).config());

        assertThat(picker.pick(client)).isSameAs(picker.pick(client));
    }

    @Test
    void aSnapshotThatChangesNobodysShareDoesNotDisturbTheRound() {
        var shop =
                new TestUpstream()
                        .endpoint("10.0.0.1:80", 3)
                        .endpoint("10.0.0.2:80", 2)
                        .endpoint("10.0.0.3:80", 1)
                        .checked(InitialState.UP)
                        .start();
        Map<Endpoint, Integer> picks = new HashMap<>();
        for (int i = 0; i < 600; i++) {
            picks.merge(requireNonNull(shop.pick()), 1, Integer::sum);
            HealthVerdict verdict = i % 2 == 0 ? HealthVerdict.UP : HealthVerdict.UNCHECKED;
            shop.goes(shop.endpoint(i % 3), verdict);
        }

        assertThat(picks)
                .containsEntry(shop.endpoint(0), 300)
                .containsEntry(shop.endpoint(1), 200)
                .containsEntry(shop.endpoint(2), 100);
    }

    @Test
    void oneThatWentDownKeepsTheClientsOfTheOthersInPlace() {
        var shop =
                new TestUpstream()
                        .endpoints(10)
                        .balance(Balance.SOURCE_HASH)
                        .checked(InitialState.UP)
                        .start();
        var picker = shop.cluster.newPicker(1);
        Map<Integer, Endpoint> homes = new HashMap<>();
        for (int client = 0; client < 10_000; client++) {
            homes.put(client, requireNonNull(picker.pick(new PickContext(hash(client)))));
        }
        Endpoint lost = shop.endpoint(4);
        shop.goes(lost, HealthVerdict.DOWN);

        long moved =
                homes.entrySet().stream()
                        .filter(home -> home.getValue() != lost)
                        .filter(
                                home ->
                                        picker.pick(new PickContext(hash(home.getKey())))
                                                != home.getValue())
                        .count();
        assertThat(moved).as("of 9,000 that had no need to").isLessThan(300);

        shop.goes(lost, HealthVerdict.UP);
        assertThat(homes)
                .allSatisfy(
                        (client, home) ->
                                assertThat(picker.pick(new PickContext(hash(client))))
                                        .isSameAs(home));
    }

    private static void pickAll(Picker picker, PickContext session, int picks) {
        for (int i = 0; i < picks; i++) {
            session.reset(i * 0x9e37_79b9_7f4a_7c15L);
            Endpoint endpoint = requireNonNull(picker.pick(session));
            endpoint.acquire();
            endpoint.connectSucceeded();
            if (i % 4 != 0) {
                endpoint.release();
            }
        }
    }

    /** A well-mixed number for each client. */
    private static long hash(int client) {
        return PeerAddress.ofV4(client, 1).sourceHash();
    }
}
