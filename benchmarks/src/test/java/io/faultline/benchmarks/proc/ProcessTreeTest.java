package io.faultline.benchmarks.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.faultline.testkit.Eventually;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcessTreeTest {

    @Test
    void aCommandNamedToConfuseIsStillParsed() {
        var cpu =
                ProcessTree.parse(
                        "42 (a) b (c) S 1 42 42 0 -1 4194560 100 200 0 0 250 750 3 4 20 0 1 0 9");

        assertThat(cpu.userSeconds() * 3).isEqualTo(cpu.systemSeconds());
        assertThat(cpu.total()).isPositive();
    }

    @Test
    void whatAChildSpendsCountsForItsParent() throws Exception {
        // The child of a child spins in the kernel until it is ended.
        var shell =
                new ProcessBuilder("sh", "-c", "dd if=/dev/zero of=/dev/null bs=64k & wait")
                        .start();
        var tree = new ProcessTree(shell.toHandle());
        try {
            Eventually.until("the shell's child to be seen", () -> tree.members().size() == 2);
            Eventually.until("its CPU time to grow", () -> tree.cpu().systemSeconds() > 0.05);
        } finally {
            List.copyOf(tree.members()).forEach(ProcessHandle::destroy);
        }
        assertThat(shell.waitFor()).isNotZero();
    }

    @Test
    void residentMemoryIsReadInBytes() {
        var status =
                List.of("Name:\tjava", "VmPeak:\t  900 kB", "VmRSS:\t   512 kB", "Threads:\t9");

        assertThat(ProcessTree.parseResident(status)).isEqualTo(512 * 1024);
        assertThat(ProcessTree.parseResident(List.of("Name:\tgone"))).isZero();
        assertThat(new ProcessTree(ProcessHandle.current()).residentBytes()).isPositive();
    }

    @Test
    void theLiveHeapIsTheLastLineOfAHistogram() {
        var histogram =
                """
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:         12345        6789012  [B (java.base@25)
                Total         23456        7890123
                """;

        assertThat(LiveHeap.parse(histogram)).hasValue(7_890_123);
        assertThat(LiveHeap.parse("no such process")).isEmpty();
    }

    @Test
    void aProcessIsMovedWithAllItsThreads(@TempDir Path folder) throws Exception {
        assumeThat(Tools.isInstalled("taskset")).isTrue();
        var sleeper = List.of("sh", "-c", "exec sleep 20");
        try (var process = StartedProcess.logged("sleeper", folder, sleeper, Map.of())) {
            var allowed = CpuList.allowed();
            var first = new CpuList(allowed.text().split("[-,]")[0]);

            process.move(first);
            assertThat(affinity(process)).endsWith(" " + first.text());
            process.move(allowed);
            assertThat(affinity(process)).endsWith(" " + allowed.text());
        }
    }

    private static String affinity(StartedProcess process) {
        return Tools.firstLine("taskset", "-c", "-p", "" + process.pid());
    }

    @Test
    void logsAreEmptiedUnderTheirWriters(@TempDir Path folder) throws Exception {
        var log = Files.createDirectories(folder.resolve("one")).resolve("access.log");
        var other = Files.writeString(folder.resolve("one/error.log"), "kept");
        try (var writer =
                FileChannel.open(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            writer.write(ByteBuffer.wrap("before".getBytes(StandardCharsets.UTF_8)));
            RunFolder.emptyLogs(folder, "access.log");
            writer.write(ByteBuffer.wrap("after".getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(log).hasContent("after");
        assertThat(other).hasContent("kept");
    }

    @Test
    void compilersAreToldFromOtherThreadsByTheirNames() {
        assertThat(CompilerThreads.isCompiler("7 (C2 CompilerThre) S 1 7 7")).isTrue();
        assertThat(CompilerThreads.isCompiler("7 (C1 CompilerThre) S 1 7 7")).isTrue();
        assertThat(CompilerThreads.isCompiler("7 (worker-0-5-1) R 1 7 7")).isFalse();
        assertThat(CompilerThreads.seconds(new ProcessTree(ProcessHandle.current()))).isPositive();
    }

    /** nginx, for one, ends on the signal with which a JVM is asked. */
    @Test
    void onlyAJvmIsAskedForItsHeap(@TempDir Path folder) throws Exception {
        var sleeper = List.of("sh", "-c", "exec sleep 20");
        try (var process = StartedProcess.logged("sleeper", folder, sleeper, Map.of())) {
            assertThat(LiveHeap.bytes(process)).isEmpty();
            assertThat(process.isAlive()).isTrue();
        }
    }
}
