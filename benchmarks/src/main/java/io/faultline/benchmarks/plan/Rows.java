package io.faultline.benchmarks.plan;

import io.faultline.benchmarks.drive.Drive;
import io.faultline.benchmarks.probe.LoadProbe;
import io.faultline.benchmarks.probe.Probe;
import io.faultline.benchmarks.proc.Cores;
import io.faultline.benchmarks.result.RowInfo;
import io.faultline.benchmarks.result.RowInfo.Unit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Collects the blocks of a section; a row whose tool is not installed is not one. */
final class Rows {

    private final Cores cores;
    private final Consumer<Block> into;

    Rows(Cores cores, Consumer<Block> into) {
        this.cores = cores;
        this.into = into;
    }

    void load(String id, String title, Unit unit, Optional<Drive> drive, List<String> who) {
        drive.ifPresent(each -> into.accept(Block.of(asked(id, title, unit, 0, each, who))));
    }

    /** A row that stands at this place of a scale, to be put into a block with the others. */
    Asked asked(String id, String title, Unit unit, double x, Drive drive, List<String> who) {
        var probe = new LoadProbe(drive, unit, cores);
        return new Asked(new RowInfo(id, title, unit, x, drive.command()), probe, who);
    }

    void probe(String id, String title, Unit unit, Probe probe, List<String> who) {
        into.accept(Block.of(asked(id, title, unit, probe, who)));
    }

    /** On processes that nobody has used yet. */
    void cold(String id, String title, Unit unit, Probe probe, List<String> who, int rounds) {
        into.accept(Block.cold(asked(id, title, unit, probe, who), rounds));
    }

    private static Asked asked(String id, String title, Unit unit, Probe probe, List<String> who) {
        return new Asked(RowInfo.of(id, title, unit, probe.command()), probe, who);
    }
}
