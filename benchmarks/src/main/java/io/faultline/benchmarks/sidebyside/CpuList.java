package io.faultline.benchmarks.sidebyside;

import java.util.ArrayList;
import java.util.List;

/** Cores as {@code taskset -c} writes them: {@code 0}, {@code 1-2}, {@code 0,4-7}. */
record CpuList(String text) {

    int count() {
        int count = 0;
        for (var part : text.split(",")) {
            var ends = part.split("-");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[ends.length - 1]);
            count += last - first + 1;
        }
        return count;
    }

    /** The command, pinned to these cores when the host can. */
    List<String> pin(List<String> command) {
        if (!Tools.isInstalled("taskset")) {
            return command;
        }
        var pinned = new ArrayList<>(List.of("taskset", "-c", text));
        pinned.addAll(command);
        return pinned;
    }
}
