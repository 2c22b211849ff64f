package io.faultline.app.handover;

import io.faultline.app.Main;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.process.ChildProcess;
import io.faultline.testkit.process.JavaLaunch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A proxy in a process of its own, and the successors that it starts: all write into one file. */
public final class Lineage implements AutoCloseable {

    private static final String[] JVM = {
        "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"
    };

    private final Path file;
    private final Path place;
    private final ChildProcess first;

    private Lineage(Path file, Path place, ChildProcess first) {
        this.file = file;
        this.place = place;
        this.first = first;
    }

    public static Lineage start(Path folder, String config) {
        return start(folder, config, Map.of());
    }

    public static Lineage start(Path folder, String config, Map<String, String> environment) {
        Path file = folder.resolve("edge.yaml");
        Path place = folder.resolve("hand-over.sock");
        write(file, config);
        JavaLaunch launch = launch(file, place);
        environment.forEach(launch::environment);
        var lineage =
                new Lineage(file, place, launch.startWritingTo(folder.resolve("lineage.log")));
        lineage.first.awaitLine("  admin "); // the last line of its start
        return lineage;
    }

    /** Another process of the same file, not started by a running one. */
    public static JavaLaunch launch(Path file, Path place) {
        return JavaLaunch.of(Main.class).jvmArgs(JVM).args(arguments(file, place));
    }

    /** The same as a command, for whoever starts it in a way of its own. */
    public static List<String> command(Path file, Path place) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC"));
        command.addAll(List.of(JVM));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(List.of(arguments(file, place)));
        return command;
    }

    private static String[] arguments(Path file, Path place) {
        return new String[] {"run", "-c", file.toString(), "--hand-over", place.toString()};
    }

    public void write(String config) {
        write(file, config);
    }

    private static void write(Path file, String config) {
        try {
            Files.writeString(file, config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path file() {
        return file;
    }

    /** Where it waits for a successor. */
    public Path place() {
        return place;
    }

    public ChildProcess first() {
        return first;
    }

    /** The process that serves, after so many hand-overs. */
    public long pidAfter(int handOvers) {
        if (handOvers == 0) {
            return first.pid();
        }
        List<Long> pids =
                Eventually.value(
                        "hand-over " + handOvers,
                        () ->
                                first.lines().stream()
                                        .filter(line -> line.contains(" serves from now on"))
                                        .map(Lineage::pid)
                                        .toList(),
                        found -> found.size() >= handOvers);
        return pids.get(handOvers - 1);
    }

    private static long pid(String line) {
        return Long.parseLong(line.replaceAll(".*process (\\d+) serves from now on.*", "$1"));
    }

    public int port(String listener) {
        String line = first.awaitLine("  " + listener + " ");
        String address = line.strip().split(" +")[1];
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    public static void awaitEnd(long pid) {
        Eventually.until(
                "the end of process " + pid,
                () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Override
    public void close() {
        endSuccessors(first.pid(), first.lines());
        first.close();
    }

    /** Whatever came of a process, also where a test failed in the middle of a hand-over. */
    public static void endSuccessors(long first, List<String> lines) {
        ProcessHandle.of(first).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(ProcessHandle::destroyForcibly);
        lines.stream()
                .filter(line -> line.contains(" serves from now on"))
                .map(Lineage::pid)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
    }
}
