package io.faultline.benchmarks.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The CPU time of a process and its descendants, user and system, and their resident memory, from {@code
 * /proc/PID/stat}. A proxy is charged for what it spends, not for how long the machine lets us wait.
 */
public record ProcessTree(ProcessHandle root) {

    private static final double TICKS_PER_SECOND = ticksPerSecond();

    /** CPU time: what the program's own code took, and what the kernel took on its behalf. */
    public record Cpu(double userSeconds, double systemSeconds) {
        public static final Cpu NONE = new Cpu(0, 0);

        public double total() {
            return userSeconds + systemSeconds;
        }

        public Cpu plus(Cpu other) {
            return new Cpu(userSeconds + other.userSeconds, systemSeconds + other.systemSeconds);
        }

        public Cpu minus(Cpu earlier) {
            return new Cpu(
                    userSeconds - earlier.userSeconds, systemSeconds - earlier.systemSeconds);
        }
    }

    public Cpu cpu() {
        return members().stream().map(ProcessTree::cpuOf).reduce(Cpu.NONE, Cpu::plus);
    }

    /** Resident memory; pages that processes share are counted with each of them. */
    public long residentBytes() {
        return members().stream().mapToLong(ProcessTree::residentBytesOf).sum();
    }

    public List<ProcessHandle> members() {
        return Stream.concat(Stream.of(root), root.descendants()).toList();
    }

    private static Cpu cpuOf(ProcessHandle process) {
        try {
            return parse(Files.readString(Path.of("/proc/" + process.pid() + "/stat")));
        } catch (IOException ended) {
            return Cpu.NONE;
        }
    }

    private static long residentBytesOf(ProcessHandle process) {
        try {
            return parseResident(Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")));
        } catch (IOException ended) {
            return 0;
        }
    }

    /** The line {@code VmRSS:  1234 kB}; a process that has just ended has none. */
    static long parseResident(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
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
