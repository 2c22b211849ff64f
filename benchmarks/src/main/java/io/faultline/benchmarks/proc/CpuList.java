package io.faultline.benchmarks.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Cores as {@code taskset -c} writes them: {@code 0}, {@code 1-2}, {@code 0,4-7}. */
public record CpuList(String text) {

    /** All that this program may use. */
    public static CpuList allowed() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> new CpuList(line.substring(line.indexOf(':') + 1).strip()))
                    .findFirst()
                    .orElse(all());
        } catch (IOException unreadable) {
            return all();
        }
    }

    private static CpuList all() {
        int last = Runtime.getRuntime().availableProcessors() - 1;
        return new CpuList(last == 0 ? "0" : "0-" + last);
    }

    public int count() {
        return numbers().size();
    }

    public boolean contains(int core) {
        return numbers().contains(core);
    }

    private TreeSet<Integer> numbers() {
        var numbers = new TreeSet<Integer>();
        for (var part : text.split(",")) {
            var ends = part.split("-");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int core = first; core <= last; core++) {
                numbers.add(core);
            }
        }
        return numbers;
    }

    /** Moves a process with all its threads, and those that they start. */
    void move(long pid) {
        if (Tools.isInstalled("taskset")) {
            Tools.output("taskset", "-a", "-c", "-p", text, "" + pid);
        }
    }

    /** The command, pinned to these cores when the host can. */
    public List<String> pin(List<String> command) {
        if (!Tools.isInstalled("taskset")) {
            return command;
        }
        var pinned = new ArrayList<>(List.of("taskset", "-c", text));
        pinned.addAll(command);
        return pinned;
    }
}
