package io.faultline.benchmarks.proc;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that this run has started and this run will end: by PID, it and its descendants, and
 * nothing else. What it prints goes to a file that is shown when it fails.
 */
public final class StartedProcess implements Closeable {

    private static final int GRACE_SECONDS = 5;

    private final String name;
    private final Path log;
    private final Process process;
    private final Thread lastResort;

    /** @param log stderr, and stdout unless the starter reads that itself */
    private StartedProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        this.lastResort = new Thread(this::endTree);
        try {
            Runtime.getRuntime().addShutdownHook(lastResort);
        } catch (IllegalStateException ending) {
            // The run was stopped while this one started: nobody else would end it.
            endTree();
            throw ending;
        }
    }

    /** All it prints goes to the log. */
    public static StartedProcess logged(
            String name, Path folder, List<String> command, Map<String, String> environment)
            throws IOException {
        var log = folder.resolve(name + ".log");
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        return new StartedProcess(name, log, process);
    }

    /** Its stdin and stdout are ours to talk with. */
    public static StartedProcess spokenWith(String name, Path folder, List<String> command)
            throws IOException {
        var log = folder.resolve(name + ".log");
        var process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        return new StartedProcess(name, log, process);
    }

    public long pid() {
        return process.pid();
    }

    /** Whether a JVM runs in it now, whatever script it began as. */
    boolean isJava() {
        return process.info().command().filter(path -> path.endsWith("/java")).isPresent();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public Process process() {
        return process;
    }

    /** It and its descendants, to other cores than those they were started on. */
    public void move(CpuList cpus) {
        tree().members().forEach(member -> cpus.move(member.pid()));
    }

    public ProcessTree tree() {
        return new ProcessTree(process.toHandle());
    }

    public void awaitListening(int port) throws IOException, InterruptedException {
        long end =
                System.nanoTime() + TimeUnit.SECONDS.toNanos(60); // the launcher may have to build
        while (!ListeningPorts.contains(port)) {
            if (!process.isAlive()) {
                throw new IOException(
                        name + " ended with " + process.exitValue() + " and said:\n" + said());
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException(
                        name + " does not listen on " + port + ". It said:\n" + said());
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    public String said() {
        try {
            return Files.readString(log).strip().indent(2);
        } catch (IOException unreadable) {
            return "  (" + log + " cannot be read)";
        }
    }

    @Override
    public void close() {
        endTree();
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException alreadyEnding) {
            // Then the hook does it, or has done it.
        }
    }

    private void endTree() {
        var members = tree().members(); // asked before the parent is gone and its children are lost
        members.forEach(ProcessHandle::destroy);
        for (var member : members) {
            try {
                member.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                member.destroyForcibly();
                Thread.currentThread().interrupt();
            } catch (Exception late) {
                member.destroyForcibly();
            }
        }
    }
}
