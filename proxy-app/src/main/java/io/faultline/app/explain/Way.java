package io.faultline.app.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one listener makes of a request, step by step. Steps end where the request does.
 *
 * @param listener its name and line
 * @param deaf why such a request never comes here, or null
 * @param steps in the order in which they happen
 * @param fault the code a client would meet, or null when the request reaches an endpoint or gets an
 *     answer that the configuration asks for
 */
public record Way(
        String listener, @Nullable String deaf, List<Step> steps, @Nullable String fault) {

    public Way {
        steps = List.copyOf(steps);
    }

    /**
     * One step.
     *
     * @param name gate, route, request, upstream
     * @param verdict in one line
     * @param where {@code file:line}, or ""
     * @param details a line each
     */
    public record Step(String name, String verdict, String where, List<String> details) {
        public Step {
            details = List.copyOf(details);
        }
    }
}
