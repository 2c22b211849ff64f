package io.faultline.l4;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.TransportFault;
import io.faultline.core.upstream.EndpointState;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An endpoint is killed and comes back while clients keep coming. */
@ExtendWith(LeakGuard.class)
class EndpointDeathIT {

    private static final int CLIENT_THREADS = 4;

    @Test
    void onlySessionsThatHadReachedTheDeadEndpointAreLost() {
        try (var a = named("a");
                var b = named("b");
                var c = named("c");
                var bench = L4Bench.start(config("ejection: { baseTime: 300ms }", a, b, c));
                var traffic = new Traffic(bench)) {
            traffic.awaitMore(30);
            b.kill();
            traffic.mayLoseNoneFromNowOn();
            traffic.awaitMore(100);
            assertThat(traffic.losses).isEmpty();
            bench.awaitFault(TransportFault.CONNECT_REFUSED);

            b.restart();
            int before = b.accepted();
            Eventually.until("traffic at b again", () -> b.accepted() > before);
            assertThat(traffic.losses).isEmpty();
        }
    }

    @Test
    void trafficItselfEjectsWhoRefusesAndTheOperatorIsTold() {
        try (var a = named("a");
                var b = named("b");
                var c = named("c");
                var bench =
                        L4Bench.start(
                                config(
                                        "ejection: { consecutiveFaults: 3, baseTime: 200ms }",
                                        a,
                                        b,
                                        c));
                var traffic = new Traffic(bench)) {
            b.kill();
            Eventually.until(
                    "the ejection",
                    () -> bench.endpoint(b.hostPort()).state() == EndpointState.EJECTED);
            Eventually.until(
                    "the operator to hear it",
                    () ->
                            bench.said.stream()
                                    .anyMatch(
                                            line ->
                                                    line.contains(b.hostPort() + " is EJECTED")
                                                            && line.contains(
                                                                    "L4.CONNECT_REFUSED")));
            b.restart();
            Eventually.until(
                    "the return", () -> bench.endpoint(b.hostPort()).state() == EndpointState.UP);
            int before = b.accepted();
            Eventually.until("traffic at b again", () -> b.accepted() > before);
            assertThat(traffic.done.get()).isPositive();
        }
    }

    @Test
    void checksTakeTheDeadEndpointOutAndBringItBackSlowly() {
        String policy =
                "slowStart: 1s, ejection: { consecutiveFaults: 0 },"
                        + " health: { interval: 50ms, timeout: 1s, fall: 2, rise: 2 }";
        try (var a = named("a");
                var b = named("b");
                var c = named("c");
                var bench = L4Bench.start(config(policy, a, b, c));
                var traffic = new Traffic(bench)) {
            b.kill();
            Eventually.until(
                    "b to be down",
                    () -> bench.endpoint(b.hostPort()).state() == EndpointState.DOWN);
            assertThat(bench.endpoint(b.hostPort()).effectiveWeight()).isZero();
            traffic.mayLoseNoneFromNowOn();
            traffic.awaitMore(30);
            assertThat(traffic.losses).isEmpty();

            b.restart();
            Eventually.value(
                    "a part of its weight",
                    () -> bench.endpoint(b.hostPort()).effectiveWeight(),
                    weight -> weight > 0 && weight < 1);
            Eventually.value(
                    "all of its weight",
                    () -> bench.endpoint(b.hostPort()).effectiveWeight(),
                    weight -> weight == 1);
            int before = b.accepted();
            Eventually.until("traffic at b again", () -> b.accepted() > before);
            assertThat(bench.said)
                    .anyMatch(line -> line.contains(b.hostPort() + " is DOWN"))
                    .anyMatch(line -> line.contains(b.hostPort() + " is UP"));
        }
    }

    /** Clients that come, say a word, hear it back and go, until closed. */
    private static final class Traffic implements AutoCloseable {

        final AtomicInteger done = new AtomicInteger();
        final Queue<String> losses = new ConcurrentLinkedQueue<>();
        private final L4Bench bench;
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean lossesCount;
        private volatile boolean over;

        Traffic(L4Bench bench) {
            this.bench = bench;
            for (int i = 0; i < CLIENT_THREADS; i++) {
                threads.add(Thread.ofPlatform().name("client-" + i).start(this::comeAndGo));
            }
        }

        private void comeAndGo() {
            while (!over) {
                boolean mustSucceed = lossesCount;
                try (RawClient client = bench.connect()) {
                    client.readLine();
                    client.send("word");
                    client.readText(4);
                    client.halfClose();
                    client.expectFin();
                } catch (AssertionError broken) {
                    if (mustSucceed) {
                        losses.add(String.valueOf(broken.getMessage()));
                    }
                }
                done.incrementAndGet();
            }
        }

        void awaitMore(int sessions) {
            int wanted = done.get() + sessions;
            Eventually.until(sessions + " more sessions", () -> done.get() >= wanted);
        }

        /** A session that begins after this has not reached an endpoint that is dead already. */
        void mayLoseNoneFromNowOn() {
            lossesCount = true;
        }

        @Override
        public void close() {
            over = true;
            for (Thread thread : threads) {
                Eventually.until(thread.getName() + " to end", () -> !thread.isAlive());
            }
        }
    }

    private static ScriptedOrigin named(String name) {
        return ScriptedOrigin.start(Behaviour.greetThenEcho(name));
    }

    private static String config(String policy, ScriptedOrigin... origins) {
        List<String> addresses = new ArrayList<>();
        for (ScriptedOrigin origin : origins) {
            addresses.add(origin.hostPort());
        }
        return L4Bench.config("", "", policy + ", endpoints: " + addresses);
    }
}
