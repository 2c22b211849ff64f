package io.faultline.core.fault.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultRowTest {

    private static final int WORKERS = 4;
    private static final int ROWS = 50_000;

    /** So many new rows that two workers do meet in the few instructions that add a kind. */
    @Test
    void twoWorkersThatMeetANewKindAtOnceLoseNothing() throws Exception {
        List<FaultRow> rows =
                Stream.generate(() -> new FaultRow("shop", false)).limit(ROWS).toList();
        var start = new CyclicBarrier(WORKERS);
        List<Future<?>> workers = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(WORKERS)) {
            for (int worker = 0; worker < WORKERS; worker++) {
                RecentFault own = recent(TransportFault.values()[worker]);
                workers.add(pool.submit(() -> addToEach(rows, own, start)));
            }
        }
        for (Future<?> worker : workers) {
            worker.get();
        }

        for (FaultRow row : rows) {
            var counts = new ArrayList<FaultCount>();
            row.addTo(counts, 0);
            assertThat(counts).hasSize(WORKERS).allMatch(count -> count.count() == 1);
        }
    }

    private static Object addToEach(List<FaultRow> rows, RecentFault fault, CyclicBarrier start)
            throws Exception {
        start.await();
        rows.forEach(row -> row.add(fault));
        return "done";
    }

    private static RecentFault recent(TransportFault code) {
        Fault fault = Fault.of(code, Side.UPSTREAM, Stage.CONNECT);
        return new RecentFault(1, Instant.EPOCH, fault, FaultScope.ofUpstream("shop"), null, 0);
    }
}
