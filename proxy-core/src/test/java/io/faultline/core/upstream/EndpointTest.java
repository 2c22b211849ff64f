package io.faultline.core.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.config.upstream.EndpointConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.upstream.member.Member;
import io.faultline.core.upstream.shared.ClusterLoad;
import io.faultline.testkit.ManualClock;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EndpointTest {

    private final ManualClock clock = new ManualClock();
    private final ClusterLoad load = new ClusterLoad();
    private final List<Endpoint> runs = new CopyOnWriteArrayList<>();
    private final Endpoint endpoint =
            new Endpoint("shop", member("10.0.0.1"), load, clock::nanos, clock.wall(), runs::add);

    @Test
    void loadCountsFromTheConnectOnUntilTheClose() {
        endpoint.acquire();
        endpoint.acquire();
        assertThat(endpoint.active()).isEqualTo(2);
        assertThat(load.active()).isEqualTo(2);

        endpoint.release();
        assertThat(endpoint.active()).isEqualTo(1);
        assertThat(load.active()).isEqualTo(1);
    }

    @Test
    void releasingTwiceIsABugThatShows() {
        endpoint.acquire();
        endpoint.release();

        assertThatThrownBy(endpoint::release)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("10.0.0.1:80 was released more often than acquired");
    }

    @Test
    void loadAndCountersAreExactUnderManyThreads() throws InterruptedException {
        int threads = 4;
        int rounds = 20_000;
        inParallel(
                threads,
                () -> {
                    for (int i = 0; i < rounds; i++) {
                        endpoint.acquire();
                        endpoint.connectSucceeded();
                        endpoint.connectFailed(refused());
                        if (i % 2 == 0) {
                            endpoint.release();
                        }
                    }
                });

        assertThat(endpoint.active()).isEqualTo(threads * rounds / 2);
        assertThat(load.active()).isEqualTo(threads * rounds / 2);
        assertThat(endpoint.connects()).isEqualTo((long) threads * rounds);
        assertThat(endpoint.failedConnects()).isEqualTo((long) threads * rounds);
    }

    @Test
    void faultsInARowEndWithASuccess() {
        endpoint.connectFailed(refused());
        endpoint.connectFailed(refused());
        assertThat(endpoint.faultsInARow()).isEqualTo(2);

        endpoint.connectSucceeded();
        assertThat(endpoint.faultsInARow()).isZero();
    }

    @Test
    void faultsOfOurOwnSideOrTheClientLeaveNoTrace() {
        endpoint.faultRunLengthIs(1);
        endpoint.connectFailed(Fault.of(TransportFault.PORTS_EXHAUSTED, Side.PROXY, Stage.CONNECT));
        endpoint.connectFailed(Fault.of(TransportFault.RESET, Side.CLIENT, Stage.CONNECT));

        assertThat(endpoint.faultsInARow()).isZero();
        assertThat(endpoint.failedConnects()).isZero();
        assertThat(endpoint.lastFault()).isNull();
        assertThat(runs).isEmpty();
    }

    @Test
    void aRunIsPostedOnceUntilTheControlThreadHasTakenIt() {
        endpoint.faultRunLengthIs(3);
        fail(12);
        assertThat(runs).hasSize(1);

        endpoint.faultRunTaken();
        fail(2);
        assertThat(runs).as("14 in a row: no full run since").hasSize(1);
        fail(1);
        assertThat(runs).as("15 in a row").hasSize(2);
    }

    @Test
    void manyThreadsThatFailAtOncePostOneRun() throws InterruptedException {
        endpoint.faultRunLengthIs(5);
        inParallel(4, () -> fail(5_000));

        assertThat(endpoint.faultsInARow()).isEqualTo(20_000);
        assertThat(runs).hasSize(1);
    }

    @Test
    void aRunLengthOfZeroNeverPosts() {
        endpoint.faultRunLengthIs(0);
        fail(100);

        assertThat(runs).isEmpty();
        assertThat(endpoint.faultsInARow()).isEqualTo(100);
    }

    @Test
    void trafficAndChecksKeepTheirOwnLastFaultAndTheLaterOneIsTheLast() {
        endpoint.connectFailed(refused());
        clock.advance(Duration.ofSeconds(1));
        endpoint.checkFailed(
                Fault.of(TransportFault.CONNECT_TIMEOUT, Side.UPSTREAM, Stage.CONNECT));

        assertThat(requireNonNull(endpoint.lastConnectFault()).fault().code())
                .isEqualTo(TransportFault.CONNECT_REFUSED);
        assertThat(endpoint.lastFault()).isEqualTo(endpoint.lastCheckFault());
        assertThat(requireNonNull(endpoint.lastFault()).at()).isEqualTo("2030-01-01T00:00:01Z");

        clock.advance(Duration.ofSeconds(1));
        endpoint.connectFailed(refused());
        assertThat(endpoint.lastFault()).isEqualTo(endpoint.lastConnectFault());
    }

    @Test
    void anIpv6EndpointIsNamedAsPeopleWriteIt() {
        var v6 =
                new Endpoint(
                        "shop", member("2001:db8::1"), load, clock::nanos, clock.wall(), e -> {});

        assertThat(v6.name()).isEqualTo("[2001:db8::1]:80");
        assertThat(v6).hasToString("shop/[2001:db8::1]:80");
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            endpoint.connectFailed(refused());
        }
    }

    private static Fault refused() {
        return Fault.of(TransportFault.CONNECT_REFUSED, Side.UPSTREAM, Stage.CONNECT);
    }

    private static Member member(String address) {
        return new Member(
                new InetSocketAddress(address, 80),
                new EndpointConfig(new HostPort(address, 80), 1, false, false));
    }

    private static void inParallel(int threads, Runnable work) throws InterruptedException {
        var start = new CountDownLatch(1);
        var all = new ArrayList<Thread>();
        for (int i = 0; i < threads; i++) {
            all.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            start.await();
                                        } catch (InterruptedException e) {
                                            return;
                                        }
                                        work.run();
                                    }));
        }
        start.countDown();
        for (Thread thread : all) {
            thread.join();
        }
    }
}
