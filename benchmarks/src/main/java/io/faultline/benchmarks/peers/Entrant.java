package io.faultline.benchmarks.peers;

import io.faultline.benchmarks.proc.CompilerThreads;
import io.faultline.benchmarks.proc.CpuList;
import io.faultline.benchmarks.proc.ListeningPorts;
import io.faultline.benchmarks.proc.ProcessTree;
import io.faultline.benchmarks.proc.StartedProcess;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A contender that is running. The one without a process is the load talking to its own backend: the
 * ceiling of what this load can show.
 */
public record Entrant(
        String who,
        int port,
        @Nullable StartedProcess process,
        boolean needsWarmUp,
        CpuList cpus,
        String config)
        implements Closeable {

    public static final String DIRECT = "direct";

    public static Entrant direct(int backendPort) {
        return new Entrant(DIRECT, backendPort, null, false, CpuList.allowed(), "");
    }

    /**
     * Starts it in a folder of its own and waits until it listens.
     *
     * @param key names the folder; a run may start the same contender more than once
     */
    public static Entrant start(
            Contender contender,
            String key,
            Service service,
            CpuList cpus,
            Path folder,
            int backendPort,
            Certificate certificate)
            throws IOException, InterruptedException {
        var own = Files.createDirectories(folder.resolve(service + "-" + key));
        var setup =
                new Setup(
                        service,
                        ListeningPorts.free(),
                        backendPort,
                        cpus.count(),
                        own,
                        certificate);
        var launch = contender.launch(setup);
        var process =
                StartedProcess.logged(key, own, cpus.pin(launch.command()), launch.environment());
        try {
            process.awaitListening(setup.port());
        } catch (IOException | InterruptedException e) {
            process.close();
            throw e;
        }
        return new Entrant(
                contender.name(),
                setup.port(),
                process,
                contender.needsWarmUp(),
                cpus,
                launch.config());
    }

    public ProcessTree.Cpu cpu() {
        return process == null ? ProcessTree.Cpu.NONE : process.tree().cpu();
    }

    /** What of it went to the compilers of a JVM, in seconds. */
    public double compilerSeconds() {
        return process == null ? 0 : CompilerThreads.seconds(process.tree());
    }

    public long residentBytes() {
        return process == null ? 0 : process.tree().residentBytes();
    }

    /** Lets its compiler threads work beside those that serve: on one core they would take turns, and take several times as long. */
    public void spread() {
        if (process != null) {
            process.move(CpuList.allowed());
        }
    }

    /** Back to where it is measured. */
    public void gather() {
        if (process != null) {
            process.move(cpus);
        }
    }

    public boolean isAlive() {
        return process == null || process.isAlive();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
