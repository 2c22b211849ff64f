package io.faultline.core.observe.access;

import io.faultline.core.config.text.Suggestion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text line with fields in braces, as in {@code {client} {upstream} {duration}ms}. A brace itself
 * is written twice. Checked as a whole when the configuration is loaded: a typing error found in the
 * log after an incident is found too late.
 */
public final class LogTemplate {

    /** What format text writes when the file names no template. */
    public static final String DEFAULT =
            "{time} {id} {listener} {client} {upstream} {endpoint} {duration}ms"
                    + " up={bytes_up} down={bytes_down} closed={closed_first}"
                    + " fault={fault} side={fault_side} failed={failed} \"{evidence}\"";

    /** A mistake: where in the template it begins, how long it is, and what is wrong in words. */
    public record Problem(int offset, int length, String message) {}

    /** Either a constant or a field. */
    record Part(@Nullable String constant, @Nullable LogField field) {}

    private final List<Part> parts = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final StringBuilder constant = new StringBuilder();

    private LogTemplate(String template) {
        parse(template);
    }

    /** Everything that is wrong with a template; empty when it can be used. */
    public static List<Problem> problems(String template) {
        return List.copyOf(new LogTemplate(template).problems);
    }

    /** The parts of a template without {@link #problems}. */
    static List<Part> parts(String template) {
        LogTemplate parsed = new LogTemplate(template);
        if (!parsed.problems.isEmpty()) {
            throw new IllegalArgumentException(parsed.problems.getFirst().message());
        }
        return List.copyOf(parsed.parts);
    }

    private void parse(String template) {
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            boolean doubled = at + 1 < template.length() && template.charAt(at + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                constant.append(c);
                at += 2;
            } else if (c == '{') {
                at = field(template, at);
            } else if (c == '}') {
                problems.add(
                        new Problem(at, 1, "'}' closes nothing; a brace itself is written '}}'"));
                at++;
            } else if (c == '\n' || c == '\r') {
                problems.add(new Problem(at, 1, "a record is one line: no line breaks"));
                at++;
            } else {
                constant.append(c);
                at++;
            }
        }
        endConstant();
        if (template.isBlank()) {
            problems.add(new Problem(0, template.length(), "an empty template logs nothing"));
        }
    }

    private int field(String template, int open) {
        int close = template.indexOf('}', open);
        if (close < 0) {
            problems.add(
                    new Problem(
                            open,
                            template.length() - open,
                            "'{' is never closed; a brace itself is written '{{'"));
            return template.length();
        }
        String key = template.substring(open + 1, close);
        endConstant();
        LogField.named(key)
                .ifPresentOrElse(
                        field -> parts.add(new Part(null, field)),
                        () -> problems.add(new Problem(open, close + 1 - open, unknownField(key))));
        return close + 1;
    }

    private void endConstant() {
        if (!constant.isEmpty()) {
            parts.add(new Part(constant.toString(), null));
            constant.setLength(0);
        }
    }

    private static String unknownField(String key) {
        String nearest = Suggestion.nearest(key, LogField.keys());
        return "unknown field '"
                + key
                + "'. "
                + (nearest == null
                        ? "Known: " + String.join(", ", LogField.keys())
                        : "Did you mean '" + nearest + "'?");
    }
}
