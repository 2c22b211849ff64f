package io.faultline.benchmarks.proc;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What is alive in the heap of a JVM after a full collection, as {@code jcmd} counts it class by class. */
public final class LiveHeap {

    private LiveHeap() {}

    /** Absent where the process is no JVM that lets itself be asked. */
    public static OptionalLong bytes(@Nullable StartedProcess process) {
        // To another program the question would be a SIGQUIT, and nginx goes home on one.
        if (process == null || !process.isJava()) {
            return OptionalLong.empty();
        }
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return parse(Tools.output(jcmd, "" + process.pid(), "GC.class_histogram"));
    }

    /** Its last line: {@code Total  123456  7890123}, instances and bytes. */
    static OptionalLong parse(String histogram) {
        return histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .map(line -> line.strip().split("\\s+"))
                .filter(column -> column.length == 3)
                .mapToLong(column -> Long.parseLong(column[2]))
                .findFirst();
    }
}
