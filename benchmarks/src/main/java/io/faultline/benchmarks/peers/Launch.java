package io.faultline.benchmarks.peers;

import java.util.List;
import java.util.Map;

/**
 * How to start a contender, in the foreground.
 *
 * @param config what it was told, for the report; empty where the command says it all
 */
public record Launch(List<String> command, Map<String, String> environment, String config) {

    static Launch of(String config, String... command) {
        return new Launch(List.of(command), Map.of(), config);
    }
}
