package io.faultline.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.cli.exit.ExitCode;
import org.junit.jupiter.api.Test;

/** {@code faultline demo} from the distribution: nothing it needs may be missing there. */
class DemoIT {

    @Test
    void theCheckServesEveryConnectionAndNamesWhatBroke() {
        try (var check = Launched.faultline("demo", "--check")) {
            assertThat(check.awaitExit())
                    .as(String.join("\n", check.lines()))
                    .isEqualTo(ExitCode.OK);
            assertThat(check.lines())
                    .anyMatch(
                            line ->
                                    line.matches(
                                            ".*beta dies halfway +240 of 240 served +payments 80  shop 80  static 80"))
                    .anyMatch(
                            line ->
                                    line.matches(
                                            ".*beta killed +240 of 240 served +alpha \\d+  gamma \\d+"))
                    .anyMatch(
                            line ->
                                    line.matches(
                                            ".*L4.CONNECT_REFUSED +\\d+ times, at 'half-dead'.*"))
                    .last()
                    .asString()
                    .startsWith("Everything was served: ");
        }
    }

    @Test
    void itStaysUntilItIsToldToStopAndThenEndsWithoutNoise() {
        try (var demo = Launched.faultline("demo", "--port", "0")) {
            demo.awaitLine("Ctrl-C ends the demo");

            demo.terminate();

            assertThat(demo.awaitExit()).isEqualTo(ExitCode.OK);
            assertThat(demo.lines()).endsWith("Demo stopped.");
            assertThat(demo.lines()).noneMatch(line -> line.contains("Exception"));
        }
    }

    @Test
    void aTakenPortIsAnsweredWithPortsThatAreFree() {
        try (var first = Launched.faultline("demo", "--port", "0")) {
            String curl = first.awaitLine("curl -k https://127.0.0.1:");
            String port = curl.replaceFirst(".*127.0.0.1:(\\d+).*", "$1");
            try (var second = Launched.faultline("demo", "--port", port)) {
                assertThat(second.awaitExit()).isEqualTo(ExitCode.CANNOT_START);
                assertThat(second.lines())
                        .singleElement()
                        .asString()
                        .startsWith("faultline: the demo cannot have port " + port + ": ")
                        .contains("another faultline (pid " + first.pid() + ") holds it")
                        .containsPattern("faultline demo --port \\d+\\.");
            }
        }
    }
}
