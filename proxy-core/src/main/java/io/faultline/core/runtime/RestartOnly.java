package io.faultline.core.runtime;

import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.load.LoadedConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is decided once, when the process starts: a reload says so and leaves it as it is. */
final class RestartOnly {

    private RestartOnly() {}

    /** @param started the configuration that the process began with */
    static List<String> notes(ProxyConfig started, LoadedConfig next) {
        ProxyConfig wanted = next.config();
        List<String> notes = new ArrayList<>();
        note(notes, "workers", started.workers() == wanted.workers());
        note(notes, "accessLog", Objects.equals(started.accessLog(), wanted.accessLog()));
        note(notes, "admin", Objects.equals(started.admin(), wanted.admin()));
        note(
                notes,
                "limits.maxPipesPerWorker",
                started.limits().maxPipesPerWorker() == wanted.limits().maxPipesPerWorker());
        return notes;
    }

    private static void note(List<String> notes, String key, boolean same) {
        if (!same) {
            notes.add(key + " changes with a restart only and stays as it was");
        }
    }
}
