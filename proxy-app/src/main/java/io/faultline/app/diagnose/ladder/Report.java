package io.faultline.app.diagnose.ladder;

import java.util.List;

/**
 * All that one diagnosis found. Immutable.
 *
 * @param target as it was typed
 * @param about what was understood by it, and whose settings were used
 * @param names one rung for each host that had to become addresses
 * @param ladders one for each address
 * @param running what the proxy that runs knows, where one was asked
 * @param leftOut what was not tried, and why: there is a bound to everything
 */
public record Report(
        String target,
        String about,
        List<Rung> names,
        List<Ladder> ladders,
        List<Rung> running,
        List<String> leftOut,
        Verdict verdict,
        long tookNanos) {

    public Report {
        names = List.copyOf(names);
        ladders = List.copyOf(ladders);
        running = List.copyOf(running);
        leftOut = List.copyOf(leftOut);
    }
}
