package io.faultline.benchmarks.drive;

import io.faultline.benchmarks.load.LoadGenerator;
import io.faultline.benchmarks.load.LoadOrder;
import io.faultline.benchmarks.load.LoadResult;
import io.faultline.benchmarks.proc.CpuList;
import io.faultline.benchmarks.proc.JavaCommand;
import io.faultline.benchmarks.proc.StartedProcess;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Our own load generator, in a process that stays up for all runs. */
public final class Generator implements Closeable {

    private static final List<String> JVM =
            List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m", "-XX:MaxDirectMemorySize=64m");

    private final StartedProcess process;
    private final BufferedWriter orders;
    private final BufferedReader results;

    Generator(String name, CpuList cpus, Path folder) throws IOException {
        var command = JavaCommand.of(LoadGenerator.class.getName(), JVM);
        process = StartedProcess.spokenWith(name, folder, cpus.pin(command));
        orders = process.process().outputWriter(StandardCharsets.UTF_8);
        results = process.process().inputReader(StandardCharsets.UTF_8);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    public LoadResult run(LoadOrder order) throws IOException {
        begin(order);
        return await(order);
    }

    /** Begins a run whose result is asked for later. */
    public void begin(LoadOrder order) throws IOException {
        orders.write(order.line() + "\n");
        orders.flush();
    }

    public LoadResult await(LoadOrder order) throws IOException {
        var line = results.readLine();
        if (line == null) {
            throw new IOException("the load generator ended. It said:\n" + process.said());
        }
        if (!line.startsWith("result ")) {
            throw new IOException(order.workload() + " on port " + order.port() + ": " + line);
        }
        return LoadResult.parse(line);
    }

    @Override
    public void close() {
        process.close();
    }
}
