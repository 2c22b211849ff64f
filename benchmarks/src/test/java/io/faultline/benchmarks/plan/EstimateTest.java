package io.faultline.benchmarks.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.benchmarks.drive.Rig;
import io.faultline.benchmarks.peers.Roster;
import io.faultline.benchmarks.proc.CpuList;
import io.faultline.benchmarks.result.Targets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class EstimateTest {

    @TempDir private Path folder;

    @Test
    void quickIsBelowFiveMinutesWithEverybody() throws Exception {
        var options = Options.parse(folder, "--quick");
        try (var rig = rig()) {
            var field = new Field(rig, options, Roster.all("bin/faultline"));

            double seconds = Estimate.of(options, BenchRun.compare(field));

            assertThat(seconds).isBetween(60.0, 290.0);
        }
    }

    @Test
    void everyTargetHasARowThatIsMeasured() throws Exception {
        var options = Options.parse(folder);
        try (var rig = rig()) {
            var field = new Field(rig, options, Roster.all("bin/faultline"));
            List<Section> sections = new ArrayList<>(BenchRun.compare(field));
            sections.addAll(new Growth(field).sections());
            var rows = new TreeSet<String>();
            for (var section : sections) {
                for (var block : section.blocks()) {
                    block.rows().forEach(asked -> rows.add(asked.row().id()));
                }
            }

            for (var target : Targets.all()) {
                boolean byTool = target.row().matches("h2c/.*|https/.*");
                assertThat(byTool || rows.contains(target.row())).as(target.sentence()).isTrue();
            }
        }
    }

    private Rig rig() throws Exception {
        var one = new CpuList("0");
        return new Rig(folder, one, one, one);
    }
}
