package io.faultline.app.admin;

import io.faultline.app.admin.api.OpenApi;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What was asked.
 *
 * @param parameters those behind the question mark, of a repeated one the first; and those in the path
 * @param accept the {@code Accept} header, or ""
 */
public record AdminQuery(String path, Map<String, String> parameters, String accept) {

    /** Values of the parameter {@code format}. */
    public static final List<String> FORMATS = List.of("text", "json");

    /**
     * Whether to answer in JSON: always under {@code /v1}, unless text is asked for. Elsewhere text is
     * the default, because the first to ask is a person with curl; a program says {@code Accept:
     * application/json} or {@code ?format=json}.
     */
    public boolean wantsJson() {
        String format = parameters.get("format");
        return format != null
                ? format.equals("json")
                : isVersioned(path) || accept.toLowerCase(Locale.ROOT).contains("application/json");
    }

    static boolean isVersioned(String path) {
        return path.startsWith(OpenApi.PREFIX + "/") || path.equals(OpenApi.PREFIX);
    }

    /** Behind {@code /v1}. */
    String barePath() {
        return isVersioned(path) ? path.substring(OpenApi.PREFIX.length()) : path;
    }

    AdminQuery with(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, String> all = new TreeMap<>(parameters);
        all.putAll(more);
        return new AdminQuery(path, all, accept);
    }

    /** A parameter that the page's path has. */
    public String inPath(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    /** Whether it is a browser's: who types an address there wants to see something. */
    public boolean wantsHtml() {
        return !parameters.containsKey("format")
                && accept.toLowerCase(Locale.ROOT).contains("text/html");
    }
}
