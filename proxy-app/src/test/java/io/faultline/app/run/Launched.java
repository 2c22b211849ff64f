package io.faultline.app.run;

import io.faultline.testkit.process.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The distribution this build made, started through its launcher as a user starts it. */
final class Launched {

    private static final Path LAUNCHER = Path.of("target/dist/bin/faultline").toAbsolutePath();

    private Launched() {}

    static ChildProcess faultline(String... arguments) {
        return through(List.of(), arguments);
    }

    /** Started by another program, which takes powers away or counts something. */
    static ChildProcess through(List<String> starter, String... arguments) {
        List<String> command = new ArrayList<>(starter);
        command.add(LAUNCHER.toString());
        command.addAll(Arrays.asList(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("FAULTLINE_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("FAULTLINE_OPTS", "-Xmx128m");
        try {
            return ChildProcess.of(builder.start(), "faultline " + String.join(" ", arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Serves at once, unless the configuration itself says how long it warms up. */
    static ChildProcess run(Path folder, String config) {
        Path file = folder.resolve("edge.yaml");
        try {
            Files.writeString(file, config.contains("warmUp") ? config : config + "warmUp: 0s\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return faultline("run", "-c", file.toString());
    }

    /** The port a listener got, from the line the start prints for it. */
    static int portOf(ChildProcess running, String listener) {
        String line = running.awaitLine("  " + listener + " ");
        String address = Arrays.stream(line.split(" +")).skip(2).findFirst().orElseThrow();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
