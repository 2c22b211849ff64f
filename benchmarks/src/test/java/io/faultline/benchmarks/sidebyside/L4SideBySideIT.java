package io.faultline.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The runner itself, over in seconds: whether it measures, not what. */
@EnabledOnOs(OS.LINUX)
class L4SideBySideIT {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void everyWorkloadOfEveryoneWhoIsHereIsMeasuredAndEverybodyIsEnded(@TempDir Path folder)
            throws Exception {
        var json = folder.resolve("l4.json");

        // All cores for everybody: pinned to a core that a build keeps busy, a proxy may starve.
        var cores = "0-" + (Runtime.getRuntime().availableProcessors() - 1);
        int exit =
                run(
                        "--rounds",
                        "1",
                        "--seconds",
                        "0.5",
                        "--warm-up",
                        "0.2",
                        "--candidates",
                        "direct,faultline,haproxy-default,nginx",
                        "--proxy-cpus",
                        cores,
                        "--load-cpus",
                        cores,
                        "--json",
                        json.toString());

        assertThat(exit).as(said.toString()).isZero();
        assertThat(said.toString()).contains("== down", "== up", "== ping-pong", "== churn");
        var samples = Files.readString(json);
        for (var proxy : List.of("direct", "faultline")) {
            assertThat(all("\"proxy\":\"" + proxy + "\"", samples))
                    .hasSize(Workload.values().length);
        }
        assertThat(all("\"units\":0", samples)).as(samples).isEmpty();
        assertThat(all("\"errors\":0", samples)).hasSameSizeAs(all("\"errors\":", samples));
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aProxyThatDoesNotStartIsShownInItsOwnWords() throws Exception {
        int exit = run("--candidates", "faultline", "--faultline", "ls /no/such/folder");

        assertThat(exit).isEqualTo(1);
        assertThat(said.toString()).contains("faultline ended with 2 and said:", "/no/such/folder");
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aWrongOptionExplainsTheRightOnes() throws Exception {
        assertThat(run("--rounds", "many")).isEqualTo(2);
        assertThat(said.toString()).contains("--rounds must be a positive number: many", "Usage:");
    }

    /** Not the launcher of the checkout: it would start a build inside this one. */
    private static String faultlineOfThisBuild() {
        return String.join(" ", JavaCommand.of("io.faultline.app.Main", List.of("-Xmx128m")));
    }

    private int run(String... arguments) throws InterruptedException {
        return L4SideBySide.run(new PrintStream(said, true), arguments);
    }

    private static List<String> all(String part, String text) {
        return Pattern.compile(Pattern.quote(part))
                .matcher(text)
                .results()
                .map(result -> result.group())
                .toList();
    }
}
