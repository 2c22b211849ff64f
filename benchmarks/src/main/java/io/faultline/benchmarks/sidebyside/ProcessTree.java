package io.faultline.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The CPU time of a process and its descendants, user and system, from {@code /proc/PID/stat}. A proxy
 * is charged for what it spends, not for how long the machine lets us wait.
 */
record ProcessTree(ProcessHandle root) {

    private static final double TICKS_PER_SECOND = ticksPerSecond();

    record Cpu(double userSeconds, double systemSeconds) {
        static final Cpu NONE = new Cpu(0, 0);

        double total() {
            return userSeconds + systemSeconds;
        }

        Cpu plus(Cpu other) {
            return new Cpu(userSeconds + other.userSeconds, systemSeconds + other.systemSeconds);
        }

        Cpu minus(Cpu earlier) {
            return new Cpu(
                    userSeconds - earlier.userSeconds, systemSeconds - earlier.systemSeconds);
        }
    }

    Cpu cpu() {
        return members().stream().map(ProcessTree::cpuOf).reduce(Cpu.NONE, Cpu::plus);
    }

    List<ProcessHandle> members() {
        return Stream.concat(Stream.of(root), root.descendants()).toList();
    }

    private static Cpu cpuOf(ProcessHandle process) {
        try {
            return parse(Files.readString(Path.of("/proc/" + process.pid() + "/stat")));
        } catch (IOException ended) {
            return Cpu.NONE;
        }
    }

    /** The command's name may hold spaces and parentheses; the fields start behind the last one. */
    static Cpu parse(String stat) {
        var field = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return new Cpu(
                Long.parseLong(field[11]) / TICKS_PER_SECOND,
                Long.parseLong(field[12]) / TICKS_PER_SECOND);
    }

    private static double ticksPerSecond() {
        String answer = Tools.firstLine("getconf", "CLK_TCK");
        return answer.matches("\\d+") ? Double.parseDouble(answer) : 100;
    }
}
