package io.faultline.benchmarks.drive;

import io.faultline.benchmarks.proc.CpuList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that does one run and ends; one that does not end in time is ended, by its PID. */
record ShortCommand(CpuList cpus, Path folder, Map<String, String> environment) {

    private static final long GRACE_SECONDS = 20;

    /** All it said. */
    String run(List<String> command, double seconds) throws IOException, InterruptedException {
        var said = folder.resolve("load-tool.out");
        var builder =
                new ProcessBuilder(cpus.pin(command))
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor((long) Math.ceil(seconds) + GRACE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(command.getFirst() + " did not end in time");
            }
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(said, StandardCharsets.UTF_8);
    }
}
