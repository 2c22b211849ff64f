package io.faultline.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.testkit.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {

    /** Answers a SIGTERM with a word and exit code 7. */
    static final class Polite {
        public static void main(String[] args) throws InterruptedException {
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () -> {
                                        System.out.println("going");
                                        Runtime.getRuntime().halt(7);
                                    }));
            System.out.println("ready " + String.join(",", args));
            Thread.currentThread().join();
        }
    }

    /** Opens sockets until the kernel refuses. */
    static final class Greedy {
        public static void main(String[] args) {
            List<ServerSocket> held = new ArrayList<>();
            try {
                while (true) {
                    held.add(new ServerSocket(0));
                }
            } catch (IOException e) {
                System.out.println("refused after " + held.size() + ": " + e.getMessage());
            }
        }
    }

    /** Leaves a child behind. */
    static final class Parent {
        public static void main(String[] args) throws IOException {
            String java = ProcessHandle.current().info().command().orElseThrow();
            String classPath = System.getProperty("java.class.path");
            new ProcessBuilder(java, "-cp", classPath, Heir.class.getName()).inheritIO().start();
        }
    }

    /** Speaks when nobody holds the other end of its input any more: the parent is known to be gone. */
    static final class Heir {
        public static void main(String[] args) throws IOException {
            System.in.transferTo(OutputStream.nullOutputStream());
            System.out.println("first word");
            System.out.println("last word");
        }
    }

    @Test
    void whatAChildLeavesBehindIsHeardThroughAFile(@TempDir Path folder) {
        try (var child = JavaLaunch.of(Parent.class).startWritingTo(folder.resolve("log"))) {
            assertThat(child.awaitExit()).isZero();

            Eventually.until("the last word", () -> child.lines().contains("last word"));
        }
    }

    @Test
    void aChildIsWaitedForAndEndsOnSigterm() {
        try (var child = JavaLaunch.of(Polite.class).args("a", "b").start()) {
            assertThat(child.awaitLine("ready")).isEqualTo("ready a,b");

            child.terminate();

            child.awaitLine("going");
            assertThat(child.awaitExit()).isEqualTo(7);
        }
    }

    @Test
    void aChildRunsOutOfDescriptorsAtItsOwnLimit() {
        try (var child = JavaLaunch.of(Greedy.class).openFiles(64).start()) {
            String line = child.awaitLine("refused");

            assertThat(line).contains("Too many open files");
            assertThat(Integer.parseInt(line.replaceAll("\\D+", ""))).isBetween(1, 64);
            assertThat(child.awaitExit()).isZero();
        }
    }

    @Test
    void theSignalReachesTheJvmAndNotAShellBeforeIt() {
        try (var child = JavaLaunch.of(Polite.class).openFiles(256).start()) {
            child.awaitLine("ready");
            assertThat(ProcessHandle.of(child.pid()).orElseThrow().info().command().orElseThrow())
                    .endsWith("/java");
        }
    }

    @Test
    void aChildThatEndsWithoutTheLineFailsWithAllItSaid() {
        try (var child = JavaLaunch.of("no.such.Main").start()) {
            assertThatThrownBy(() -> child.awaitLine("ready"))
                    .hasMessageContaining("ended without a line with \"ready\"")
                    .hasMessageContaining("the child ended with 1 and said:")
                    .hasMessageContaining("no.such.Main");
        }
    }

    @Test
    void aKilledChildEndsWithTheSignalsNumber() {
        try (var child = JavaLaunch.of(Polite.class).start()) {
            child.awaitLine("ready");
            assertThat(child.kill().awaitExit()).isEqualTo(128 + 9);
        }
    }

    @Test
    void aHostCommandThatFailsIsQuoted() {
        assertThat(HostCommand.run("sh", "-c", "echo fine")).isEqualTo("fine");
        assertThatThrownBy(() -> HostCommand.run("sh", "-c", "echo bad luck; exit 3"))
                .hasMessageContaining("ended with 3: bad luck");
        assertThat(HostCommand.attempt("/no/such/command").exitCode()).isEqualTo(127);
    }
}
