package io.faultline.core.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.SessionFault;
import io.faultline.core.fault.TransportFault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkerMetricsTest {

    private static final int WORKERS = 4;
    private static final int EACH = 100_000;

    @Test
    void aHandleIsTheSameObjectForTheSameName() {
        WorkerMetrics worker = new MetricShards(1).worker(0);

        assertThat(worker.listener("db")).isSameAs(worker.listener("db"));
        assertThat(worker.upstream("db")).isSameAs(worker.upstream("db"));
        assertThat(worker.listener("db")).isNotSameAs(worker.listener("web"));
    }

    @Test
    void nothingIsLostWhileWorkersCountAndSomebodyReads() throws Exception {
        MetricShards shards = new MetricShards(WORKERS);
        AtomicBoolean done = new AtomicBoolean();
        List<Long> seen = new ArrayList<>();
        Thread reader =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!done.get()) {
                                        seen.add(total(shards, ListenerMetrics.OPENED));
                                    }
                                });
        List<Thread> workers =
                IntStream.range(0, WORKERS)
                        .mapToObj(
                                i ->
                                        Thread.ofPlatform()
                                                .start(
                                                        () ->
                                                                count(
                                                                        shards.worker(i)
                                                                                .listener("db"))))
                        .toList();
        for (Thread worker : workers) {
            worker.join();
        }
        done.set(true);
        reader.join();

        assertThat(total(shards, ListenerMetrics.OPENED)).isEqualTo((long) WORKERS * EACH);
        assertThat(total(shards, ListenerMetrics.BYTES_UP)).isEqualTo(3L * WORKERS * EACH);
        assertThat(seen).isSorted(); // a counter never goes back, whenever it is read
    }

    @Test
    void deniedConnectionsAreToldByCode() {
        ListenerMetrics listener = new ListenerMetrics();
        listener.denied(SessionFault.CONNECTION_LIMIT);
        listener.denied(TransportFault.FILES_EXHAUSTED);
        listener.denied(SessionFault.CONNECTION_LIMIT);
        Map<io.faultline.core.fault.FaultCode, Long> total = new HashMap<>();

        listener.addDeniedTo(total);
        listener.addDeniedTo(total);

        assertThat(total)
                .containsOnly(
                        Map.entry(SessionFault.CONNECTION_LIMIT, 4L),
                        Map.entry(TransportFault.FILES_EXHAUSTED, 2L));
    }

    @ParameterizedTest
    @EnumSource(Buckets.class)
    void aValueOnABoundIsInsideIt(Buckets buckets) {
        for (int i = 0; i < buckets.count() - 1; i++) {
            long bound = Math.round(buckets.upperBoundSeconds(i) * 1e9);

            assertThat(buckets.indexOf(bound)).isEqualTo(i);
            assertThat(buckets.indexOf(bound + 1)).isEqualTo(i + 1);
        }
        assertThat(buckets.indexOf(0)).isZero();
        assertThat(buckets.indexOf(Long.MAX_VALUE)).isEqualTo(buckets.count() - 1);
        assertThat(buckets.upperBoundSeconds(buckets.count() - 1)).isInfinite();
    }

    @Test
    void aClockThatWentBackIsCountedAsNoTimeAtAll() {
        DurationShard shard = new DurationShard(Buckets.CONNECT);
        DurationTotal total = new DurationTotal(Buckets.CONNECT);

        shard.record(-5);
        shard.addTo(total);

        assertThat(total.count(0)).isEqualTo(1);
        assertThat(total.sumSeconds()).isZero();
    }

    private static void count(ListenerMetrics listener) {
        for (int i = 0; i < EACH; i++) {
            listener.opened();
            listener.bytesUp(3);
        }
    }

    private static long total(MetricShards shards, int cell) {
        return shards.workers().stream().mapToLong(w -> w.listener("db").count(cell)).sum();
    }
}
