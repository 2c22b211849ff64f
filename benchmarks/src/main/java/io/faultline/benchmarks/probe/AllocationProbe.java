package io.faultline.benchmarks.probe;

import io.faultline.benchmarks.peers.Entrant;
import io.faultline.benchmarks.proc.JavaCommand;
import io.faultline.benchmarks.result.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What JMH counts for a whole exchange through memory, in a JVM of its own. One fork is one sample. */
public record AllocationProbe(Path folder, String benchmark) implements Probe {

    private static final Pattern NORM =
            Pattern.compile(
                    "\"[^\"]*gc\\.alloc\\.rate\\.norm\"\\s*:\\s*\\{\\s*\"score\"\\s*:\\s*([-+.\\dE]+)");
    private static final long MOST_SECONDS = 120;

    @Override
    public Map<Metric, Double> measure(Entrant entrant, double seconds)
            throws IOException, InterruptedException {
        var json = folder.resolve("allocation.json");
        Files.deleteIfExists(json);
        List<String> command =
                new ArrayList<>(JavaCommand.of("io.faultline.benchmarks.Main", List.of()));
        command.addAll(List.of("jmh", benchmark, "-f", "1", "-wi", "3", "-w", "1", "-i", "1"));
        command.addAll(List.of("-r", "2", "-rf", "json", "-rff", json.toString()));
        var log = folder.resolve("allocation.log").toFile();
        var process =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
        try {
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("JMH failed:\n" + Files.readString(log.toPath()));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return Map.of(Metric.ALLOCATED, parse(Files.readString(json)));
    }

    static double parse(String json) throws IOException {
        var found = NORM.matcher(json);
        if (!found.find()) {
            throw new IOException("JMH said nothing about allocation");
        }
        return Double.parseDouble(found.group(1));
    }

    @Override
    public String command() {
        return "./faultline bench jmh " + benchmark;
    }

    @Override
    public double takes(double seconds) {
        return 8;
    }
}
