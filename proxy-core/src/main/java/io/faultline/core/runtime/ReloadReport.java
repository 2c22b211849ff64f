package io.faultline.core.runtime;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a reload went.
 *
 * @param generation the configuration in force now
 * @param refusal why nothing has changed, or null when the new configuration is in force
 * @param notes what of it needs a restart, and stays as it was until then
 */
public record ReloadReport(
        long generation, @Nullable String refusal, List<String> notes, Duration took) {

    public ReloadReport {
        notes = List.copyOf(notes);
    }

    public boolean applied() {
        return refusal == null;
    }
}
