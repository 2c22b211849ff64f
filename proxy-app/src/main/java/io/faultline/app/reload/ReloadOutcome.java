package io.faultline.app.reload;

import io.faultline.core.config.source.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one reload.
 *
 * @param cause who asked for it: {@code SIGHUP}, {@code the file has changed}
 * @param refusal in a sentence why nothing has changed, or null when the new configuration is in force
 * @param problems of the configuration: errors when it was refused for them, warnings when not
 * @param notes what of it waits for a restart
 */
public record ReloadOutcome(
        Instant at,
        String cause,
        long generation,
        @Nullable String refusal,
        List<Problem> problems,
        List<String> notes,
        Duration took) {

    public ReloadOutcome {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    public boolean applied() {
        return refusal == null;
    }
}
