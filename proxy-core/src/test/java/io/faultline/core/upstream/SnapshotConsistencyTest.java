package io.faultline.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.config.upstream.UpstreamConfig.Balance;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.timing.Ticker;
import io.faultline.core.upstream.balance.PickContext;
import io.faultline.testkit.Eventually;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real workers pick while a real control thread changes everything that can change. */
class SnapshotConsistencyTest {

    private static final int CHANGES = 3_000;

    private final ScheduledExecutorService control = Executors.newSingleThreadScheduledExecutor();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean done = new AtomicBoolean();

    @AfterEach
    void stop() {
        control.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void picksStayTrueToOneSnapshotWhileEverythingChanges(Balance balance)
            throws InterruptedException, ExecutionException {
        var config =
                new TestUpstream()
                        .endpoints(20)
                        .endpoint("db.example:80")
                        .backup("10.9.9.9:80")
                        .balance(balance)
                        .checked(InitialState.UP)
                        .slowStart(Duration.ofMillis(200))
                        .ejectsFor(Duration.ofMillis(100), Duration.ofSeconds(1))
                        .hashBalanceFactor(1.5)
                        .config();
        var cluster = new Cluster("shop", config, control, Ticker.system(), Clock.systemUTC());
        List<Thread> workers = new ArrayList<>();
        for (int worker = 0; worker < 3; worker++) {
            int seed = worker;
            workers.add(Thread.ofPlatform().start(() -> work(cluster, seed)));
        }

        List<Future<?>> changes = new ArrayList<>();
        var random = new Random(1);
        for (int i = 0; i < CHANGES; i++) {
            changes.add(control.submit(() -> change(cluster, random)));
        }
        for (Future<?> change : changes) {
            change.get();
        }
        done.set(true);
        for (Thread worker : workers) {
            worker.join();
        }

        assertThat(failures).isEmpty();
        assertThat(cluster.active()).as("each session was counted in and out").isZero();
        assertThat(cluster.endpoints().entries())
                .allSatisfy(entry -> assertThat(entry.endpoint().active()).isZero());
        control.submit(() -> everythingRecovers(cluster)).get();
        Eventually.until(
                "the last snapshot shows the last state",
                () ->
                        cluster.endpoints().entries().stream()
                                .filter(entry -> !entry.endpoint().backup())
                                .allMatch(EndpointSet.Entry::takesNew));
    }

    /** What a worker does all day; it fails by what it sees. */
    private void work(Cluster cluster, int seed) {
        try {
            Picker picker = cluster.newPicker(seed);
            var random = new Random(seed);
            var session = new PickContext(0);
            long generation = 0;
            while (!done.get()) {
                EndpointSet set = cluster.endpoints();
                check(set.generation() >= generation, "snapshots never go back");
                generation = set.generation();
                check(set.eligibleCount() == set.candidates().size(), "one length");
                for (int i = 0; i < set.eligibleCount(); i++) {
                    check(set.eligible(i) == set.candidates().target(i), "one order");
                    check(set.candidates().weight(i) > 0, "who is eligible has a share");
                }
                session.reset(random.nextLong());
                Endpoint endpoint = picker.pick(session);
                if (endpoint == null) {
                    cluster.whyNone();
                    continue;
                }
                endpoint.acquire();
                if (random.nextInt(3) == 0) {
                    endpoint.connectSucceeded();
                } else {
                    endpoint.connectFailed(
                            Fault.of(TransportFault.CONNECT_REFUSED, Side.UPSTREAM, Stage.CONNECT));
                }
                endpoint.release();
            }
        } catch (Throwable failure) {
            failures.add(failure);
        }
    }

    private static void change(Cluster cluster, Random random) {
        List<EndpointSet.Entry> entries = cluster.endpoints().entries();
        Endpoint any = entries.get(random.nextInt(entries.size())).endpoint();
        switch (random.nextInt(4)) {
            case 0, 1 -> cluster.healthChanged(any, HealthVerdict.DOWN);
            case 2 -> cluster.healthChanged(any, HealthVerdict.UP);
            default -> {
                List<InetAddress> answer = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    answer.add(InetAddress.ofLiteral("10.1.0." + random.nextInt(8)));
                }
                cluster.resolved(TestUpstream.place("db.example:80"), answer);
            }
        }
    }

    private static void everythingRecovers(Cluster cluster) {
        for (EndpointSet.Entry entry : cluster.endpoints().entries()) {
            cluster.healthChanged(entry.endpoint(), HealthVerdict.UP);
        }
    }

    private static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
