package io.faultline.app.diagnose.target;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP request of a diagnosis.
 *
 * @param authority what the Host field says; null for the endpoint's own place
 * @param target path and query
 * @param fields {@code name: value} each
 */
public record Ask(String method, @Nullable String authority, String target, List<String> fields) {

    public Ask {
        fields = List.copyOf(fields);
    }

    /** {@code GET /checkout}. */
    public String text() {
        return method + " " + target;
    }
}
