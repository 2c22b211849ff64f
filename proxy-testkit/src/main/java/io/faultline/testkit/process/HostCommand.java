package io.faultline.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a short command of the host to its end, such as {@code ip} or {@code ss}. */
public final class HostCommand {

    private static final int DEADLINE_SECONDS = 20;

    private HostCommand() {}

    /** What a command said (stdout and stderr together) and how it ended. */
    public record Outcome(List<String> command, int exitCode, String output) {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** Never throws for a command that fails or is missing: the outcome says so. */
    public static Outcome attempt(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var killer = process.onExit().orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS);
            killer.exceptionally(late -> process.destroyForcibly());
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(List.of(command), process.waitFor(), output.strip());
        } catch (IOException missing) {
            return new Outcome(List.of(command), 127, String.valueOf(missing.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + List.of(command), e);
        }
    }

    /** Fails with the command's own words when it does not end with 0. */
    public static String run(String... command) {
        var outcome = attempt(command);
        if (!outcome.succeeded()) {
            throw new UncheckedIOException(
                    new IOException(
                            "%s ended with %d: %s"
                                    .formatted(
                                            String.join(" ", command),
                                            outcome.exitCode(),
                                            outcome.output())));
        }
        return outcome.output();
    }
}
