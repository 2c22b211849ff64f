package io.faultline.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.benchmarks.proc.JavaCommand;
import io.faultline.benchmarks.proc.Tools;
import io.faultline.benchmarks.result.Metric;
import io.faultline.benchmarks.result.RunFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from a command to a report, over in seconds: whether it measures, not what. Peers that are not installed are not in it. */
@EnabledOnOs(OS.LINUX)
class CompareIT {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir private Path out;

    @Test
    void everybodyWhoIsHereIsMeasuredAndEnded() throws Exception {
        assertThat(compare(faultlineOfThisBuild(), "l4/ping-pong,http/browser,https/handshake"))
                .as(said())
                .isZero();

        var run = RunFile.read(out.resolve("compare.json"));
        for (var row : List.of("l4/ping-pong", "http/browser", "https/handshake")) {
            var measured = run.contenders(row);
            assertThat(measured).as(row + " " + said()).contains("faultline");
            for (var peer : List.of("haproxy", "nginx")) {
                assertThat(measured.contains(peer)).isEqualTo(Tools.isInstalled(peer));
            }
            assertThat(run.median(row, "faultline", Metric.CPU)).isPositive();
            assertThat(run.median(row, "faultline", Metric.RATE)).isPositive();
        }
        assertThat(run.median("http/browser", "faultline", Metric.ERRORS)).isZero();
        assertThat(run.configs()).containsKey("HTTP faultline");
        assertThat(Files.readString(out.resolve("report.md"))).contains("headers of a browser");
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aProxyThatDoesNotStartIsLeftOutInItsOwnWords() throws Exception {
        assertThat(compare("ls /no/such/folder", "l4/ping-pong")).as(said()).isZero();

        assertThat(said()).contains("left out: faultline in L4", "/no/such/folder");
        assertThat(Files.readString(out.resolve("report.md")))
                .contains("What was left out, and why", "/no/such/folder");
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void whereNothingIsInstalledItSaysWhatAndMeasuresWithoutIt() throws Exception {
        assertThat(bare("compare", "--only", "http/browser,https/h2-small")).isZero();

        assertThat(said())
                .contains("missing: wrk. install the packages wrk")
                .contains("missing: h2load. install the packages nghttp2-client")
                .contains("missing: taskset (nothing is pinned, numbers are noisier)")
                .contains("left out: haproxy: haproxy is not installed")
                .contains("left out: nginx: nginx is not installed");
        var run = RunFile.read(out.resolve("compare.json"));
        assertThat(run.contenders("http/browser")).containsExactlyInAnyOrder("direct", "faultline");
        assertThat(run.contenders("https/h2-small-32")).isEmpty();
        assertThat(Files.readString(out.resolve("report.md")))
                .contains("not measured", "What was left out, and why", "**h2load**");
    }

    @Test
    void aCommandThatCanDoNothingWithoutItsToolSaysSo() throws Exception {
        assertThat(bare("ladder")).isEqualTo(1);
        assertThat(said()).contains("missing: h2load", "nothing to measure");
    }

    /** On a machine without any of the programs, in a JVM of its own. */
    private int bare(String command, String... more) throws Exception {
        var line =
                new ArrayList<>(
                        JavaCommand.of(
                                Main.class.getName(),
                                List.of("-Dfaultline.bench.path=" + out.resolve("nothing"))));
        line.addAll(List.of(command, "--quick", "--rounds", "1", "--seconds", "0.5"));
        line.addAll(List.of("--warm-up", "0.5", "--settle", "0.5", "--out", out.toString()));
        line.addAll(List.of("--faultline", faultlineOfThisBuild()));
        line.addAll(List.of(more));
        var process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        process.getInputStream().transferTo(said);
        return process.waitFor();
    }

    @Test
    void aWrongOptionExplainsTheRightOnes() throws Exception {
        assertThat(run("compare", "--rounds", "many")).isEqualTo(2);
        assertThat(said()).contains("--rounds must be a positive number: many", "Usage:");
        assertThat(run("compare", "--with", "apache")).isEqualTo(2);
        assertThat(said()).contains("no contender 'apache': direct, faultline, haproxy");
        assertThat(run("diff", "one")).isEqualTo(2);
        assertThat(run("report", out.resolve("nothing").toString())).isEqualTo(1);
    }

    private int compare(String faultline, String rows) throws InterruptedException {
        // All cores for everybody: pinned to a core that a build keeps busy, a proxy may starve.
        var cores = "0-" + (Runtime.getRuntime().availableProcessors() - 1);
        List<String> arguments = new ArrayList<>(List.of("--rounds", "1", "--seconds", "0.5"));
        arguments.addAll(List.of("--settle", "0.5"));
        arguments.addAll(List.of("--warm-up", "0.5", "--only", rows, "--out", out.toString()));
        arguments.addAll(List.of("--with", "direct,faultline,haproxy,nginx"));
        arguments.addAll(List.of("--proxy-cpus", cores, "--backend-cpus", cores));
        arguments.addAll(List.of("--load-cpus", cores, "--faultline", faultline));
        return run("compare", arguments.toArray(String[]::new));
    }

    private int run(String command, String... arguments) throws InterruptedException {
        return Main.run(new PrintStream(said, true, StandardCharsets.UTF_8), command, arguments);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    /** Not the launcher of the checkout: it would start a build inside this one. */
    private static String faultlineOfThisBuild() {
        return String.join(" ", JavaCommand.of("io.faultline.app.Main", List.of("-Xmx128m")));
    }
}
