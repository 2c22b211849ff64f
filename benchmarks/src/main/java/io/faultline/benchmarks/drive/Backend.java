package io.faultline.benchmarks.drive;

import io.faultline.benchmarks.load.LoadBackend;
import io.faultline.benchmarks.proc.CpuList;
import io.faultline.benchmarks.proc.JavaCommand;
import io.faultline.benchmarks.proc.StartedProcess;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The server behind all proxies, running on the cores that are its own. */
final class Backend implements Closeable {

    private static final List<String> JVM =
            List.of("-XX:+UseSerialGC", "-Xms128m", "-Xmx128m", "-XX:MaxDirectMemorySize=256m");

    private final StartedProcess process;
    private final int port;

    private Backend(StartedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param everywhere on each address of 127.0.0.0/8 */
    static Backend start(CpuList cpus, Path folder, boolean everywhere) throws IOException {
        var command = new ArrayList<>(JavaCommand.of(LoadBackend.class.getName(), JVM));
        if (everywhere) {
            command.add(LoadBackend.EVERYWHERE);
        }
        var name = everywhere ? "backend-everywhere" : "backend";
        var process = StartedProcess.spokenWith(name, folder, cpus.pin(command));
        var first = process.process().inputReader(StandardCharsets.UTF_8).readLine();
        if (first == null || !first.startsWith("port ")) {
            var said = process.said();
            process.close();
            throw new IOException("the load backend did not start:\n" + said);
        }
        return new Backend(process, Integer.parseInt(first.substring("port ".length())));
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}
