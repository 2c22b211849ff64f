package io.faultline.app.diagnose.ladder;

import io.faultline.core.fault.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a diagnosis comes to.
 *
 * @param fault the first thing that broke, or null when all is well
 * @param where which address or name it broke at, or "" when all is well
 * @param suspected concluded rather than seen
 * @param sentence what it means
 * @param because why this layer and no other
 * @param next commands to run now, with real values in them
 * @param exitCode of the process: one per layer
 */
public record Verdict(
        @Nullable Fault fault,
        String where,
        boolean suspected,
        String sentence,
        List<String> because,
        List<String> next,
        int exitCode) {

    public Verdict {
        because = List.copyOf(because);
        next = List.copyOf(next);
    }

    public boolean isHealthy() {
        return fault == null;
    }

    /** {@code L4.CONNECT_REFUSED}, or {@code healthy}. */
    public String code() {
        return fault == null ? "healthy" : fault.code().id();
    }
}
