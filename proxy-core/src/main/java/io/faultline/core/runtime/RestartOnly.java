package io.faultline.core.runtime;

import io.faultline.core.config.diff.Change;
import io.faultline.core.config.diff.ConfigDiff;
import io.faultline.core.config.load.LoadedConfig;
import java.util.List;

/** What is decided once, when the process starts: a reload says so and leaves it as it is. */
public final class RestartOnly {

    /** Their paths in a configuration. */
    public static final List<String> KEYS =
            List.of("workers", "accessLog", "admin", "limits.maxPipesPerWorker", "watch");

    private RestartOnly() {}

    /** @param started the configuration that the process began with */
    static List<String> notes(LoadedConfig started, LoadedConfig next) {
        List<Change> changes = ConfigDiff.between(started, next, KEYS);
        return KEYS.stream()
                .filter(key -> changes.stream().anyMatch(change -> change.isUnder(key)))
                .map(key -> key + " changes with a restart only and stays as it was")
                .toList();
    }
}
