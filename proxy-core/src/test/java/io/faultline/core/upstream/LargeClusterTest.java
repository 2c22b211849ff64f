package io.faultline.core.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.upstream.HealthConfig.InitialState;
import io.faultline.core.config.upstream.UpstreamConfig.Balance;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.timing.Ticker;
import io.faultline.core.upstream.balance.PickContext;
import io.faultline.testkit.ManualClock;
import io.faultline.testkit.ManualScheduler;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LargeClusterTest {

    private static final int ENDPOINTS = 10_000;

    @ParameterizedTest
    @EnumSource
    void tenThousandEndpointsServeUnderEachBalancer(Balance balance) {
        var upstream = new TestUpstream().balance(balance);
        for (int i = 0; i < ENDPOINTS; i++) {
            upstream.endpoint(TestUpstream.address(i), 1 + i % 10);
        }
        var shop = upstream.start();
        var picker = shop.cluster.newPicker(1);
        Set<Endpoint> picked = new HashSet<>();
        for (int i = 0; i < 2 * ENDPOINTS; i++) {
            var session = new PickContext(i * 0x9e37_79b9_7f4a_7c15L);
            picked.add(requireNonNull(picker.pick(session)));
        }

        assertThat(shop.eligible()).hasSize(ENDPOINTS);
        assertThat(picked).hasSizeGreaterThan(ENDPOINTS / 2);
    }

    @Test
    void tenThousandThatFlapRebuildTheSnapshotAFewTimesOnly() {
        var clock = new ManualClock();
        // Each look at the clock costs a millisecond, so that a rebuild takes measurable time.
        Ticker slow =
                () -> {
                    clock.advance(Duration.ofMillis(1));
                    return clock.nanos();
                };
        var control = new ManualScheduler(clock);
        var config = new TestUpstream().endpoints(ENDPOINTS).checked(InitialState.UP).config();
        var cluster = new Cluster("shop", config, control, slow, clock.wall());
        control.advance(Duration.ofSeconds(2));
        long before = cluster.endpoints().generation();
        List<EndpointSet.Entry> entries = cluster.endpoints().entries();

        for (EndpointSet.Entry entry : entries) {
            cluster.healthChanged(entry.endpoint(), HealthVerdict.DOWN);
        }
        control.advance(Duration.ofSeconds(2));

        assertThat(cluster.endpoints().eligibleCount()).isZero();
        assertThat(cluster.endpoints().generation() - before).isEqualTo(2);
    }

    @Test
    void anOutageOfAllOfThemIsOneSuspicionAndNoEjection() {
        var shop = new TestUpstream().endpoints(ENDPOINTS).ejectsAtMost(100).start();
        for (int fault = 0; fault < 5; fault++) {
            for (int i = 0; i < ENDPOINTS; i++) {
                shop.connectsFail(shop.endpoint(i), 1, TransportFault.CONNECT_TIMEOUT);
            }
        }

        assertThat(shop.eligible()).hasSize(ENDPOINTS);
        assertThat(shop.events).hasSize(1);
    }
}
