package io.faultline.app.admin;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was asked.
 *
 * @param parameters those behind the question mark; of a repeated one the first
 * @param accept the {@code Accept} header, or ""
 */
public record AdminQuery(String path, Map<String, String> parameters, String accept) {

    /** Values of the parameter {@code format}. */
    public static final List<String> FORMATS = List.of("text", "json");

    /**
     * Whether to answer in JSON. Text is the default, because the first to ask is a person with curl;
     * a program says {@code Accept: application/json} or {@code ?format=json}.
     */
    public boolean wantsJson() {
        String format = parameters.get("format");
        return format != null
                ? format.equals("json")
                : accept.toLowerCase(Locale.ROOT).contains("application/json");
    }
}
