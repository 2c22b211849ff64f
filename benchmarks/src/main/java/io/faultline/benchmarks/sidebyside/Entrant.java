package io.faultline.benchmarks.sidebyside;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A contender that is running. The one without a process is the load talking to its own backend: the
 * ceiling of what this load can show.
 */
record Entrant(String name, int port, @Nullable StartedProcess process, boolean needsWarmUp)
        implements Closeable {

    static Entrant direct(int backendPort) {
        return new Entrant("direct", backendPort, null, false);
    }

    static Entrant start(Contender contender, CpuList cpus, Path folder, int backendPort)
            throws IOException, InterruptedException {
        var setup = new Contender.Setup(ListeningPorts.free(), backendPort, cpus.count());
        var process =
                StartedProcess.logged(
                        contender.name(), folder, cpus.pin(contender.command(folder, setup)));
        try {
            process.awaitListening(setup.port());
        } catch (IOException | InterruptedException e) {
            process.close();
            throw e;
        }
        return new Entrant(contender.name(), setup.port(), process, contender.needsWarmUp());
    }

    ProcessTree.Cpu cpu() {
        return process == null ? ProcessTree.Cpu.NONE : process.tree().cpu();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
