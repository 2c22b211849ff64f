package io.faultline.benchmarks.proc;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Cores as {@code taskset -c} writes them: {@code 0}, {@code 1-2}, {@code 0,4-7}. */
public record CpuList(String text) {

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
