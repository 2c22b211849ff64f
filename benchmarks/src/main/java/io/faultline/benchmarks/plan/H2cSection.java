package io.faultline.benchmarks.plan;

import io.faultline.benchmarks.drive.Traffic;
import io.faultline.benchmarks.peers.Service;
import io.faultline.benchmarks.result.RowInfo.Unit;
import java.util.ArrayList;
import java.util.List;

/** HTTP/2 without TLS: what frames and streams cost, and nothing else. */
final class H2cSection implements Section {

    private static final int CONNECTIONS = 8;

    private final Field field;

    H2cSection(Field field) {
        this.field = field;
    }

    @Override
    public String title() {
        return "HTTP/2 without TLS";
    }

    @Override
    public List<Start> starts() {
        return field.starts(Service.H2C);
    }

    @Override
    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        var rows = new Rows(field.cores(), blocks::add);
        var everybody = field.everybody(Service.H2C);
        rows.load(
                "h2c/small-32",
                "small answers, 8 connections of 32 streams",
                Unit.REQUEST,
                field.rig().http2(Traffic.small(), CONNECTIONS, 32, false),
                everybody);
        if (field.full()) {
            rows.load(
                    "h2c/10k-32",
                    "10 KB, 8 connections of 32 streams",
                    Unit.REQUEST,
                    field.rig().http2(Traffic.ofBytes(10 * 1024), CONNECTIONS, 32, false),
                    everybody);
            rows.load(
                    "h2c/100k-10",
                    "100 KB, 8 connections of 10 streams",
                    Unit.REQUEST,
                    field.rig().http2(Traffic.ofBytes(100 * 1024), CONNECTIONS, 10, false),
                    everybody);
        }
        return blocks;
    }
}
