package io.faultline.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {

    @Test
    void whatIsWrittenIsReadAgain(@TempDir Path folder) throws IOException {
        var run = new RunResult("growth");
        run.facts().put("cpu", "a \"fast\" one\\");
        run.versions().put("haproxy", "2.6: with a colon # and more");
        run.configs().put("HTTP haproxy", "global\n  nbthread 1\n\tlast");
        run.leftOut().put("caddy", "not installed");
        run.add(new RowInfo("growth/body/100", "100 body", RowInfo.Unit.GIGABYTE, 100, "wrk -t1"));
        var values = Map.of(Metric.CPU, 13.25, Metric.RATE, 123_456.7, Metric.P99, Double.NaN);
        run.add(new Sample("growth/body/100", "faultline", 2, values));
        var file = folder.resolve("growth.json");

        RunFile.write(run, file);
        var read = RunFile.read(file);

        assertThat(read.kind()).isEqualTo("growth");
        assertThat(read.facts()).isEqualTo(run.facts());
        assertThat(read.versions()).isEqualTo(run.versions());
        assertThat(read.configs()).isEqualTo(run.configs());
        assertThat(read.leftOut()).isEqualTo(run.leftOut());
        assertThat(read.rows()).isEqualTo(run.rows());
        var sample = read.samples().getFirst();
        assertThat(sample.round()).isEqualTo(2);
        assertThat(sample.value(Metric.CPU)).isEqualTo(13.25);
        assertThat(sample.value(Metric.RATE)).isEqualTo(123_457);
        assertThat(sample.value(Metric.P99)).isNaN();
    }

    @Test
    void anotherFileIsSaidToBeOne(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("x.json"), "[1, 2]");

        assertThatThrownBy(() -> RunFile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a file that this program wrote");
    }

    @Test
    void roundsArePairedEvenWhereOneIsMissing() {
        var run = new RunResult("compare");
        run.add(new Sample("http/x", "a", 0, Map.of(Metric.CPU, 1.0)));
        run.add(new Sample("http/x", "a", 2, Map.of(Metric.CPU, 3.0)));

        assertThat(run.values("http/x", "a", Metric.CPU)).containsExactly(1, Double.NaN, 3);
    }
}
