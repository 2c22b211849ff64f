package io.faultline.core.gate;

import static io.faultline.core.gate.Peers.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.gate.ClientCounts.Count;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientCountsTest {

    private final ClientCounts counts = new ClientCounts();

    @Test
    void aClientGetsItsLimitAndNotOneMore() {
        var client = peer("10.0.0.1");

        assertThat(counts.tryEnter(client, 2)).isNotNull();
        Count second = entered(client, 2);
        assertThat(counts.tryEnter(client, 2)).isNull();
        assertThat(counts.openFrom(client)).isEqualTo(2);

        counts.leave(second);
        assertThat(counts.tryEnter(client, 2)).isNotNull();
    }

    @Test
    void oneFullClientLeavesRoomForAllOthers() {
        counts.tryEnter(peer("10.0.0.1"), 1);

        assertThat(counts.tryEnter(peer("10.0.0.1"), 1)).isNull();
        assertThat(counts.tryEnter(peer("10.0.0.2"), 1)).isNotNull();
    }

    @Test
    void aLoweredLimitRefusesUntilEnoughHaveLeft() {
        var client = peer("10.0.0.1");
        Count first = entered(client, 3);
        Count second = entered(client, 3);
        counts.tryEnter(client, 3);

        assertThat(counts.tryEnter(client, 2)).isNull();
        counts.leave(first);
        assertThat(counts.tryEnter(client, 2)).isNull();
        counts.leave(second);
        assertThat(counts.tryEnter(client, 2)).isNotNull();
    }

    @Test
    void whoeverLeftIsForgotten() {
        List<Count> open = new ArrayList<>();
        for (int host = 0; host < 50_000; host++) {
            open.add(entered(PeerAddress.ofV4(host, 80), 1));
        }
        assertThat(counts.clients()).isEqualTo(50_000);

        open.forEach(counts::leave);

        assertThat(counts.clients()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true", // one subscriber's /64
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "64:ff9b::a00:1, 64:ff9b::a00:2, false", // RFC 6052: these are IPv4 clients
        "64:ff9b::a00:1, 10.0.0.1, true",
        "::1, 127.0.0.1, false",
    })
    void whatCountsAsOneClient(String one, String other, boolean same) {
        counts.tryEnter(peer(one), 1);

        assertThat(counts.tryEnter(peer(other), 1) == null).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "2001:db8:1:2::1, 2001:db8:1:2::/64",
        "64:ff9b::a00:1, 64:ff9b::a00:1",
        "::1, ::/64",
    })
    void theClientIsNamedAsItIsCounted(String address, String text) {
        assertThat(ClientCounts.clientText(peer(address))).isEqualTo(text);
    }

    private Count entered(PeerAddress client, int limit) {
        return Objects.requireNonNull(counts.tryEnter(client, limit));
    }

    /** One bucket: every arrival and departure of one client meets those of all the others. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 1 << 14})
    void manyWorkersNeverExceedTheLimitNorLoseACount(int buckets) throws Exception {
        int limit = 3;
        int clients = 7;
        int workers = 4;
        var shared = new ClientCounts(buckets);
        var openBesides = new AtomicIntegerArray(clients); // never more than the table has counted
        var start = new CountDownLatch(1);
        List<Callable<Integer>> work = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            var random = new Random(worker);
            work.add(
                    () -> {
                        start.await();
                        return comeAndGo(shared, openBesides, limit, random);
                    });
        }
        try (var pool = Executors.newFixedThreadPool(workers)) {
            List<Future<Integer>> results = work.stream().map(pool::submit).toList();
            start.countDown();
            for (Future<Integer> highest : results) {
                assertThat(highest.get()).isBetween(1, limit);
            }
        }
        assertThat(shared.clients()).isZero();
    }

    /** Returns the most connections it ever saw open from one client. */
    private static int comeAndGo(
            ClientCounts shared, AtomicIntegerArray openBesides, int limit, Random random) {
        Deque<Runnable> leave = new ArrayDeque<>();
        int highest = 0;
        for (int step = 0; step < 200_000; step++) {
            int client = random.nextInt(openBesides.length());
            Count count = shared.tryEnter(PeerAddress.ofV4(client, 80), limit);
            if (count != null) {
                highest = Math.max(highest, openBesides.incrementAndGet(client));
                leave.add(
                        () -> {
                            openBesides.decrementAndGet(client);
                            shared.leave(count);
                        });
            }
            if (leave.size() > random.nextInt(4)) {
                leave.remove().run();
            }
        }
        leave.forEach(Runnable::run);
        return highest;
    }
}
