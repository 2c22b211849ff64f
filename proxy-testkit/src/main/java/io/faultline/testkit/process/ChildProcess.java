package io.faultline.testkit.process;

import io.faultline.testkit.Eventually;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A running child whose output a test can wait for. Every failure shows all the child has said. It is
 * ended by its own PID, at the latest when this JVM ends.
 */
public final class ChildProcess implements Closeable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final String name;
    private final ChildOutput output;
    private final Thread lastResort;

    ChildProcess(Process process, String name, ChildOutput output) {
        this.process = process;
        this.name = name;
        this.output = output;
        this.lastResort = new Thread(this::kill);
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** For a child that is no plain JVM, such as a script. Its stderr belongs into its stdout. */
    public static ChildProcess of(Process started, String name) {
        return new ChildProcess(started, name, ChildOutput.piped(started));
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** All lines so far, stdout and stderr as they came. */
    public List<String> lines() {
        return output.lines();
    }

    /** The first line that contains the text, now or soon. */
    public String awaitLine(String part) {
        return awaitLine("a line with \"" + part + "\"", line -> line.contains(part));
    }

    public String awaitLine(String what, Predicate<String> wanted) {
        // Looked at before the lines: then they are all that it will say.
        var found =
                await(
                        what,
                        () -> {
                            boolean over = output.isOver() && !process.isAlive();
                            var line = lines().stream().filter(wanted).findFirst().orElse(null);
                            return line != null || !over ? line : "";
                        });
        if (found.isEmpty() && lines().stream().noneMatch(wanted)) {
            throw new AssertionError(name + " ended without " + what + story());
        }
        return found;
    }

    /** SIGTERM: please end. Through the handle, because Process.destroy() also shuts our ears. */
    public ChildProcess terminate() {
        process.toHandle().destroy();
        return this;
    }

    /** SIGKILL. */
    public ChildProcess kill() {
        process.toHandle().destroyForcibly();
        return this;
    }

    /** The exit code; 128 + n after signal n, as in a shell. */
    public int awaitExit() {
        return await(
                "its end",
                () -> process.isAlive() || !output.isOver() ? null : process.exitValue());
    }

    @Override
    public void close() {
        kill();
        awaitExit();
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException alreadyEnding) {
            // Then the hook runs, and finds nothing left to end.
        }
    }

    private <T> T await(String what, Supplier<@Nullable T> source) {
        try {
            T seen = Eventually.value(name + ": " + what, PATIENCE, source, value -> value != null);
            return Objects.requireNonNull(seen);
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + story(), late);
        }
    }

    private String story() {
        String state = isAlive() ? "still runs" : "ended with " + process.exitValue();
        return "\n  the child " + state + " and said:\n    " + String.join("\n    ", lines());
    }
}
