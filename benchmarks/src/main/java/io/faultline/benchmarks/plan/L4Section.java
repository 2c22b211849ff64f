package io.faultline.benchmarks.plan;

import io.faultline.benchmarks.peers.Entrant;
import io.faultline.benchmarks.peers.Service;
import io.faultline.benchmarks.probe.Capacity;
import io.faultline.benchmarks.probe.FairnessProbe;
import io.faultline.benchmarks.probe.IdlePairsProbe;
import io.faultline.benchmarks.result.RowInfo.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opaque bytes. */
final class L4Section implements Section {

    private static final int IDLE_PAIRS = 8_000;
    private static final int[] SHARES = {30, 60, 80};

    private final Field field;
    private final Capacity capacity;

    L4Section(Field field) {
        this.field = field;
        this.capacity = new Capacity(field.rig().paced("echo", 64, () -> 0));
    }

    @Override
    public String title() {
        return "L4";
    }

    @Override
    public List<Start> starts() {
        return field.starts(Service.L4);
    }

    @Override
    public void running(Map<String, Entrant> entrants) {
        capacity.measuredOn(entrants);
    }

    @Override
    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        var rows = new Rows(field.cores(), blocks::add);
        var rig = field.rig();
        var everybody = field.withDirect(field.everybody(Service.L4));
        var main = field.main();
        if (field.full()) {
            rows.cold(
                    "l4/idle",
                    "memory of idle connections",
                    Unit.CONNECTION,
                    new IdlePairsProbe(rig, IDLE_PAIRS),
                    main,
                    1);
        }
        rows.load(
                "l4/down",
                "bulk, backend to client, 4 connections",
                Unit.GIGABYTE,
                Optional.of(rig.own("down", 4)),
                everybody);
        if (field.full()) {
            rows.load(
                    "l4/up",
                    "bulk, client to backend, 4 connections",
                    Unit.GIGABYTE,
                    Optional.of(rig.own("up", 4)),
                    everybody);
        }
        rows.load(
                "l4/ping-pong",
                "128 bytes there and back, 64 connections",
                Unit.ROUND_TRIP,
                Optional.of(rig.own("ping-pong", 64)),
                everybody);
        rows.load(
                "l4/churn",
                "connect, 128 bytes each way, close; 32 at a time",
                Unit.CONNECTION,
                Optional.of(rig.own("churn", 32)),
                everybody);
        if (field.full()) {
            for (int share : SHARES) {
                rows.load(
                        "l4/open-" + share,
                        "fixed rate, " + share + " % of the most, 128 bytes, 64 connections",
                        Unit.ROUND_TRIP,
                        Optional.of(rig.paced("echo", 64, () -> capacity.share(share / 100.0))),
                        field.withDirect(main));
            }
            rows.probe(
                    "l4/fairness",
                    "pings beside saturating downloads",
                    Unit.ROUND_TRIP,
                    new FairnessProbe(rig),
                    main);
        }
        return blocks;
    }
}
