package io.faultline.app.diagnose.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

    /** As somebody who diagnoses asks: under a name of our own, unless another one is given. */
    public static Ask ofOurs(
            String method, @Nullable String authority, String target, List<String> fields) {
        List<String> all = new ArrayList<>(fields);
        addUnlessThere(all, "User-Agent", "faultline-diagnose");
        addUnlessThere(all, "Accept", "*/*");
        return new Ask(method, authority, target, all);
    }

    private static void addUnlessThere(List<String> fields, String name, String value) {
        String begin = name.toLowerCase(Locale.ROOT) + ":";
        if (fields.stream().noneMatch(each -> each.toLowerCase(Locale.ROOT).startsWith(begin))) {
            fields.add(name + ": " + value);
        }
    }

    /** {@code GET /checkout}. */
    public String text() {
        return method + " " + target;
    }
}
