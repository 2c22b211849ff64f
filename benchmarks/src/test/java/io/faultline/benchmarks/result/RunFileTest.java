package io.faultline.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void rowsThatAreMeasuredAnewReplaceTheOldOnesAndTheOthersStay() {
        var earlier = new RunResult("compare");
        earlier.facts().put("date", "yesterday");
        earlier.facts().put("commit", "abc");
        earlier.leftOut().put("http/x caddy", "it broke");
        earlier.leftOut().put("http/y caddy", "it broke too");
        for (var id : List.of("http/x", "http/y", "http/z")) {
            earlier.add(new RowInfo(id, "old", RowInfo.Unit.REQUEST, 0, "wrk"));
            earlier.add(new Sample(id, "a", 0, Map.of(Metric.CPU, 1.0)));
            earlier.add(new Sample(id, "a", 1, Map.of(Metric.CPU, 1.0)));
        }
        var run = new RunResult("compare");

        run.takeOver(earlier);
        run.add(new RowInfo("http/x", "new", RowInfo.Unit.REQUEST, 0, "wrk"));
        run.add(new Sample("http/x", "a", 0, Map.of(Metric.CPU, 9.0)));
        run.add(
                new RowInfo(
                        "http/z",
                        "asked for, but nobody came so far",
                        RowInfo.Unit.REQUEST,
                        0,
                        "wrk"));

        assertThat(run.values("http/x", "a", Metric.CPU)).containsExactly(9, Double.NaN);
        assertThat(run.values("http/y", "a", Metric.CPU)).containsExactly(1, 1);
        assertThat(run.values("http/z", "a", Metric.CPU)).containsExactly(1, 1);
        assertThat(run.rows())
                .extracting(RowInfo::id)
                .containsExactly("http/x", "http/y", "http/z");
        assertThat(run.leftOut()).containsOnlyKeys("http/y caddy");
        assertThat(run.facts().values()).contains("yesterday, commit abc");
    }

    @Test
    void roundsArePairedEvenWhereOneIsMissing() {
        var run = new RunResult("compare");
        run.add(new Sample("http/x", "a", 0, Map.of(Metric.CPU, 1.0)));
        run.add(new Sample("http/x", "a", 2, Map.of(Metric.CPU, 3.0)));

        assertThat(run.values("http/x", "a", Metric.CPU)).containsExactly(1, Double.NaN, 3);
    }
}
