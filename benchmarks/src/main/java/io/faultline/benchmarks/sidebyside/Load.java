package io.faultline.benchmarks.sidebyside;

import io.faultline.benchmarks.load.LoadBackend;
import io.faultline.benchmarks.load.LoadGenerator;
import io.faultline.benchmarks.load.LoadResult;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Generator and backend, running on the cores that are theirs. */
final class Load implements Closeable {

    private static final List<String> JVM =
            List.of("-XX:+UseSerialGC", "-Xms128m", "-Xmx128m", "-XX:MaxDirectMemorySize=64m");

    private final StartedProcess backend;
    private final StartedProcess generator;
    private final int backendPort;
    private final BufferedWriter orders;
    private final BufferedReader results;

    Load(CpuList cpus, Path folder) throws IOException {
        backend = StartedProcess.spokenWith("backend", folder, command(cpus, LoadBackend.class));
        generator =
                StartedProcess.spokenWith("generator", folder, command(cpus, LoadGenerator.class));
        try (var first = backend.process().inputReader(StandardCharsets.UTF_8)) {
            backendPort = portOf(first.readLine());
        }
        orders = generator.process().outputWriter(StandardCharsets.UTF_8);
        results = generator.process().inputReader(StandardCharsets.UTF_8);
    }

    int backendPort() {
        return backendPort;
    }

    LoadResult run(Workload workload, int port, double seconds) throws IOException {
        orders.write(
                String.format(
                        Locale.ROOT,
                        "%s %d %d %.3f\n",
                        workload.label(),
                        port,
                        workload.connections,
                        seconds));
        orders.flush();
        var line = results.readLine();
        if (line == null) {
            throw new IOException("the load generator ended. It said:\n" + generator.said());
        }
        if (!line.startsWith("result ")) {
            throw new IOException(workload.label() + " through port " + port + ": " + line);
        }
        return LoadResult.parse(line);
    }

    double generatorCpuSeconds() {
        return generator.tree().cpu().total();
    }

    double backendCpuSeconds() {
        return backend.tree().cpu().total();
    }

    @Override
    public void close() {
        generator.close();
        backend.close();
    }

    private static List<String> command(CpuList cpus, Class<?> main) {
        return cpus.pin(JavaCommand.of(main.getName(), JVM));
    }

    private int portOf(String line) throws IOException {
        if (line == null) {
            throw new IOException("the load backend did not start:\n" + backend.said());
        }
        return Integer.parseInt(line.substring("port ".length()));
    }
}
