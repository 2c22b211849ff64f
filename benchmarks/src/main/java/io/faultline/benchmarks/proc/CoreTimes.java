package io.faultline.benchmarks.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How busy cores were, whoever it was, from {@code /proc/stat}. It tells whether the load or the proxy was the bottleneck, and counts strangers
 * too.
 */
public record CoreTimes(long busy, long total) {

    public static CoreTimes of(CpuList cores) {
        try {
            return parse(Files.readAllLines(Path.of("/proc/stat")), cores);
        } catch (IOException unreadable) {
            return new CoreTimes(0, 0);
        }
    }

    /** Fields: user nice system idle iowait irq softirq steal, in ticks. */
    static CoreTimes parse(List<String> stat, CpuList cores) {
        long busy = 0;
        long total = 0;
        for (var line : stat) {
            var field = line.split("\\s+");
            if (!field[0].matches("cpu\\d+")
                    || !cores.contains(Integer.parseInt(field[0].substring(3)))) {
                continue;
            }
            for (int i = 1; i <= 8 && i < field.length; i++) {
                long ticks = Long.parseLong(field[i]);
                total += ticks;
                busy += i == 4 || i == 5 ? 0 : ticks;
            }
        }
        return new CoreTimes(busy, total);
    }

    /** The share of the time since then in which these cores worked. */
    public double busySince(CoreTimes earlier) {
        long passed = total - earlier.total;
        return passed <= 0 ? 0 : (double) (busy - earlier.busy) / passed;
    }
}
