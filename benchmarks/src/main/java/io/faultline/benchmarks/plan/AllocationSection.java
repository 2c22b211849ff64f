package io.faultline.benchmarks.plan;

import io.faultline.benchmarks.peers.Entrant;
import io.faultline.benchmarks.peers.Faultline;
import io.faultline.benchmarks.probe.AllocationProbe;
import io.faultline.benchmarks.result.RowInfo.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an exchange leaves for the collector, without any network. No process is started: JMH starts its own. */
final class AllocationSection implements Section {

    private static final int FORKS = 3;

    private final Field field;

    AllocationSection(Field field) {
        this.field = field;
    }

    @Override
    public String title() {
        return "Allocation";
    }

    @Override
    public List<Start> starts() {
        return List.of();
    }

    @Override
    public void running(Map<String, Entrant> entrants) {
        entrants.put(
                Faultline.NAME,
                new Entrant(Faultline.NAME, 0, null, false, field.cores().proxy(), ""));
    }

    @Override
    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        var rows = new Rows(field.cores(), blocks::add);
        row(rows, "allocation/l4", "a message there and back", "ExchangeBenchmark.l4$");
        row(rows, "allocation/http1", "a request with browser headers", "ExchangeBenchmark.http1$");
        if (field.full()) {
            row(rows, "allocation/tls", "a request over TLS", "ExchangeBenchmark.http1Tls$");
        }
        row(rows, "allocation/http2", "a stream of HTTP/2", "ExchangeBenchmark.http2$");
        return blocks;
    }

    private void row(Rows rows, String id, String title, String benchmark) {
        var probe = new AllocationProbe(field.rig().folder(), benchmark);
        int rounds = field.full() ? FORKS : 1;
        rows.cold(id, title, Unit.OPERATION, probe, List.of(Faultline.NAME), rounds);
    }
}
