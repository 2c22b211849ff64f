package io.faultline.core.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrafficTotalsTest {

    private final MetricShards shards = new MetricShards(2);

    @Test
    void whatAllWorkersCountedIsAddedUp() {
        for (int worker = 0; worker < 2; worker++) {
            ListenerMetrics web = shards.worker(worker).listener("web");
            web.opened();
            web.opened();
            web.closed(1);
            web.bytesUp(10);
            web.bytesDown(100);
            web.exchanged(200, TimeUnit.MILLISECONDS.toNanos(2));
            web.exchanged(0, TimeUnit.MICROSECONDS.toNanos(50));
            shards.worker(worker).upstream("shop").connected(5);
        }

        TrafficTotals totals = shards.traffic();

        TrafficTotals.OfListener web = Objects.requireNonNull(totals.listeners().get("web"));
        assertThat(web.opened()).isEqualTo(4);
        assertThat(web.active()).isEqualTo(2);
        assertThat(web.bytesUp()).isEqualTo(20);
        assertThat(web.bytesDown()).isEqualTo(200);
        assertThat(web.byStatus()).isEqualTo(List.of(2L, 0L, 2L, 0L, 0L, 0L));
        assertThat(Objects.requireNonNull(totals.upstreams().get("shop")).connected()).isEqualTo(2);
    }

    @Test
    void durationsBelowAMillisecondCanBeToldApart() {
        ListenerMetrics web = shards.worker(0).listener("web");
        web.exchanged(200, TimeUnit.MICROSECONDS.toNanos(50));
        web.exchanged(200, TimeUnit.MICROSECONDS.toNanos(400));

        TrafficTotals.Durations exchanges = shards.traffic().exchanges();

        assertThat(Arrays.stream(exchanges.counts()).filter(count -> count > 0))
                .containsExactly(1L, 1L);
        assertThat(exchanges.bounds()).startsWith(0.0001).endsWith(Double.POSITIVE_INFINITY);
    }
}
