package io.faultline.benchmarks.plan;

import io.faultline.benchmarks.drive.Drive;
import io.faultline.benchmarks.drive.Traffic;
import io.faultline.benchmarks.peers.Entrant;
import io.faultline.benchmarks.peers.Service;
import io.faultline.benchmarks.probe.Capacity;
import io.faultline.benchmarks.result.RowInfo.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** TLS 1.3 in front, HTTP/1.1 or HTTP/2 inside, AES-128-GCM, P-256 and X25519 for everybody. */
final class TlsSection implements Section {

    private static final int CONNECTIONS = 64;
    private static final int HTTP2_CONNECTIONS = 8;
    private static final int HANDSHAKES = 8;

    private static final int[] SHARES = {30, 60, 80};

    private final Field field;
    private final Optional<Capacity> http1;
    private final Optional<Capacity> http2;

    TlsSection(Field field) {
        this.field = field;
        this.http1 =
                field.rig()
                        .anyHttp(Traffic.small(), CONNECTIONS, 1, true, true, 0)
                        .map(Capacity::new);
        this.http2 = h2(Traffic.small(), 32).map(Capacity::new);
    }

    @Override
    public void running(Map<String, Entrant> entrants) {
        http1.ifPresent(capacity -> capacity.measuredOn(entrants));
        http2.ifPresent(capacity -> capacity.measuredOn(entrants));
    }

    @Override
    public String title() {
        return "TLS 1.3";
    }

    @Override
    public List<Start> starts() {
        return field.starts(Service.HTTPS);
    }

    @Override
    public List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        var rows = new Rows(field.cores(), blocks::add);
        var everybody = field.everybody(Service.HTTPS);
        http1(rows, everybody);
        rows.load(
                "https/handshake",
                "a full handshake, one request, close; 8 at a time",
                Unit.CONNECTION,
                Optional.of(field.rig().own("handshake", HANDSHAKES)),
                field.full() ? everybody : field.main());
        http2(rows, everybody);
        if (field.full()) {
            fixedRates(rows);
        }
        return blocks;
    }

    private void http1(Rows rows, List<String> everybody) throws IOException {
        rows.load(
                "https/small",
                "HTTP/1.1, small answers, 64 connections",
                Unit.REQUEST,
                wrk(Traffic.small()),
                everybody);
        if (field.full()) {
            rows.load(
                    "https/10k",
                    "HTTP/1.1, 10 KB, 64 connections",
                    Unit.REQUEST,
                    wrk(Traffic.ofBytes(10 * 1024)),
                    everybody);
            rows.load(
                    "https/100k",
                    "HTTP/1.1, 100 KB, 64 connections",
                    Unit.REQUEST,
                    wrk(Traffic.ofBytes(100 * 1024)),
                    everybody);
        }
    }

    private void http2(Rows rows, List<String> everybody) {
        rows.load(
                "https/h2-small-32",
                "HTTP/2, small answers, 8 connections of 32 streams",
                Unit.REQUEST,
                h2(Traffic.small(), 32),
                field.full() ? everybody : field.main());
        if (field.full()) {
            rows.load(
                    "https/h2-small-10",
                    "HTTP/2, small answers, 8 connections of 10 streams",
                    Unit.REQUEST,
                    h2(Traffic.small(), 10),
                    field.main());
            rows.load(
                    "https/h2-browser-10",
                    "HTTP/2, headers of a browser, 8 connections of 10 streams",
                    Unit.REQUEST,
                    h2(Traffic.ofBrowser(), 10),
                    field.main());
            rows.load(
                    "https/h2-10k-10",
                    "HTTP/2, 10 KB, 8 connections of 10 streams",
                    Unit.REQUEST,
                    h2(Traffic.ofBytes(10 * 1024), 10),
                    everybody);
        }
    }

    private void fixedRates(Rows rows) {
        for (int share : SHARES) {
            paced(rows, "https/open-" + share, "HTTP/1.1", share, CONNECTIONS, 1, http1);
        }
        for (int share : SHARES) {
            paced(rows, "https/open-h2-" + share, "HTTP/2", share, HTTP2_CONNECTIONS, 32, http2);
        }
    }

    private void paced(
            Rows rows,
            String id,
            String version,
            int share,
            int connections,
            int streams,
            Optional<Capacity> capacity) {
        capacity.ifPresent(
                most ->
                        rows.load(
                                id,
                                "%s, fixed rate, %d %% of the most, %d connections"
                                        .formatted(version, share, connections),
                                Unit.REQUEST,
                                field.rig()
                                        .pacedTls(
                                                Traffic.small(),
                                                connections,
                                                streams,
                                                streams == 1,
                                                () -> most.share(share / 100.0)),
                                field.main()));
    }

    private Optional<Drive> h2(Traffic traffic, int streams) {
        return field.rig().http2(traffic, HTTP2_CONNECTIONS, streams, true);
    }

    private Optional<Drive> wrk(Traffic traffic) throws IOException {
        return field.rig()
                .wrk(traffic, CONNECTIONS, true)
                .or(() -> field.rig().anyHttp(traffic, CONNECTIONS, 1, true, true, 0));
    }
}
