package io.faultline.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How to start a JVM of its own: for what a test cannot do to the JVM it runs in, such as running out
 * of descriptors or receiving a SIGTERM. Same JDK, same class path unless told otherwise.
 */
public final class JavaLaunch {

    private final List<String> entry;
    private final List<String> prefix = new ArrayList<>();
    private final List<String> jvmArgs = new ArrayList<>(List.of("-Xmx128m", "-XX:+UseSerialGC"));
    private final List<String> args = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private String classPath = System.getProperty("java.class.path", "");
    private int openFiles;

    private JavaLaunch(List<String> entry) {
        this.entry = entry;
    }

    public static JavaLaunch of(String mainClass) {
        return new JavaLaunch(List.of(mainClass));
    }

    public static JavaLaunch of(Class<?> mainClass) {
        return of(mainClass.getName());
    }

    public JavaLaunch classPath(String path) {
        classPath = path;
        return this;
    }

    public JavaLaunch jvmArgs(String... more) {
        jvmArgs.addAll(List.of(more));
        return this;
    }

    public JavaLaunch args(String... more) {
        args.addAll(List.of(more));
        return this;
    }

    public JavaLaunch environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** The child's {@code ulimit -n}, soft and hard: a JVM raises the soft one by itself. */
    public JavaLaunch openFiles(int limit) {
        openFiles = limit;
        return this;
    }

    /** A command that runs the rest as its arguments, such as {@code taskset -c 0}. */
    public JavaLaunch prefixedBy(List<String> command) {
        prefix.addAll(command);
        return this;
    }

    public ChildProcess start() {
        Process process = start(builder());
        return new ChildProcess(process, name(), ChildOutput.piped(process));
    }

    /** For a child that leaves children behind, which speak on when it has ended. */
    public ChildProcess startWritingTo(Path log) {
        Process process = start(builder().redirectOutput(Redirect.appendTo(log.toFile())));
        return new ChildProcess(process, name(), ChildOutput.writtenTo(log));
    }

    private String name() {
        return String.join(" ", entry);
    }

    private ProcessBuilder builder() {
        var builder = new ProcessBuilder(command()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder;
    }

    private Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command(), e);
        }
    }

    List<String> command() {
        var command = new ArrayList<String>();
        if (openFiles > 0) {
            // exec: the shell must not stand between us and the JVM, signals go to the PID we know.
            command.addAll(List.of("sh", "-c", "ulimit -n " + openFiles + "; exec \"$@\"", "sh"));
        }
        command.addAll(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArgs);
        command.addAll(List.of("-cp", classPath));
        command.addAll(entry);
        command.addAll(args);
        return command;
    }
}
