package io.faultline.benchmarks.proc;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the compilers of a JVM have spent: it is in the CPU time of its process, but once they rest nobody pays it again. A row that
 * was measured while they still worked says little about the program.
 */
public final class CompilerThreads {

    private CompilerThreads() {}

    /** CPU seconds so far; 0 for a program without such threads. */
    public static double seconds(ProcessTree tree) {
        return tree.members().stream().mapToDouble(CompilerThreads::secondsOf).sum();
    }

    private static double secondsOf(ProcessHandle process) {
        double all = 0;
        try (DirectoryStream<Path> threads =
                Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
            for (var thread : threads) {
                all += secondsOf(thread);
            }
        } catch (IOException ended) {
            return all;
        }
        return all;
    }

    private static double secondsOf(Path thread) {
        try {
            var stat = Files.readString(thread.resolve("stat"));
            return isCompiler(stat) ? ProcessTree.parse(stat).total() : 0;
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Names are cut at 15 characters: {@code C2 CompilerThre}. */
    static boolean isCompiler(String stat) {
        var name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        return name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler");
    }
}
