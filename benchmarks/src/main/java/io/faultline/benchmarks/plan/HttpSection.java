package io.faultline.benchmarks.plan;

import io.faultline.benchmarks.drive.Drive;
import io.faultline.benchmarks.drive.Traffic;
import io.faultline.benchmarks.peers.Entrant;
import io.faultline.benchmarks.peers.Faultline;
import io.faultline.benchmarks.peers.Service;
import io.faultline.benchmarks.probe.Capacity;
import io.faultline.benchmarks.probe.FirstSecondProbe;
import io.faultline.benchmarks.probe.QuietProbe;
import io.faultline.benchmarks.result.RowInfo.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** HTTP/1.1 without TLS. */
final class HttpSection implements Section {

    static final String FIRST_SECOND = "http/first-second";

    private static final int CONNECTIONS = 64;
    private static final int MANY = 512;
    private static final int[] SHARES = {30, 60, 80};

    private final Field field;
    private final Capacity capacity;

    HttpSection(Field field) {
        this.field = field;
        this.capacity = new Capacity(field.rig().paced("http", CONNECTIONS, () -> 0));
    }

    @Override
    public String title() {
        return "HTTP/1.1";
    }

    @Override
    public List<Start> starts() {
        return field.starts(Service.HTTP);
    }

    @Override
    public void running(Map<String, Entrant> entrants) {
        capacity.measuredOn(entrants);
    }

    @Override
    public List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        var rows = new Rows(field.cores(), blocks::add);
        var others = field.everybody(Service.HTTP);
        var everybody = field.withDirect(others);
        if (field.full()) {
            rows.cold("http/quiet", "nobody is there", Unit.SECOND, new QuietProbe(), others, 3);
            rows.load(
                    "http/small",
                    "small answers, 64 connections",
                    Unit.REQUEST,
                    wrk(Traffic.small(), CONNECTIONS),
                    everybody);
        }
        rows.load(
                "http/browser",
                "headers of a browser, small answers, 64 connections",
                Unit.REQUEST,
                wrk(Traffic.ofBrowser(), CONNECTIONS),
                everybody);
        if (field.full()) {
            rows.load(
                    "http/10k",
                    "10 KB, 64 connections",
                    Unit.REQUEST,
                    wrk(Traffic.ofBytes(10 * 1024), CONNECTIONS),
                    everybody);
            rows.load(
                    "http/browser-512",
                    "headers of a browser, 512 connections",
                    Unit.REQUEST,
                    wrk(Traffic.ofBrowser(), MANY),
                    field.withDirect(field.main()));
        }
        rows.load(
                "http/100k",
                "100 KB, 64 connections",
                Unit.REQUEST,
                wrk(Traffic.ofBytes(100 * 1024), CONNECTIONS),
                field.full() ? everybody : field.main());
        fixedRates(rows);
        if (!field.main().isEmpty() && field.main().getFirst().equals(Faultline.NAME)) {
            rows.probe(
                    FIRST_SECOND,
                    "the first second after readiness, 5,000 requests/s",
                    Unit.REQUEST,
                    new FirstSecondProbe(field.rig(), field.packaged(), field.cores()),
                    List.of(Faultline.NAME));
        }
        return blocks;
    }

    private void fixedRates(Rows rows) {
        for (int share : SHARES) {
            if (field.full() || share == 60) {
                paced(rows, "http/open-" + share, share, CONNECTIONS);
            }
        }
        if (field.full()) {
            paced(rows, "http/open-60-512", 60, MANY);
        }
    }

    private void paced(Rows rows, String id, int share, int connections) {
        rows.load(
                id,
                "fixed rate, " + share + " % of the most, " + connections + " connections",
                Unit.REQUEST,
                Optional.of(
                        field.rig()
                                .paced("http", connections, () -> capacity.share(share / 100.0))),
                field.withDirect(field.main()));
    }

    /** Our own generator does the same where wrk is missing, but for the headers. */
    private Optional<Drive> wrk(Traffic traffic, int connections) throws IOException {
        return field.rig()
                .wrk(traffic, connections, false)
                .or(() -> Optional.of(field.rig().plain(traffic, connections)));
    }
}
