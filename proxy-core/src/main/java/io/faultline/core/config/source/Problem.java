package io.faultline.core.config.source;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration file: where, which rule it breaks, and what to write
 * instead. An error keeps the file from being used, a warning does not.
 *
 * @param sourceLine the line itself, with secrets masked, or null when there is none
 */
public record Problem(
        Severity severity, Location location, String message, @Nullable String sourceLine) {

    public enum Severity {
        ERROR,
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** The message, then the line of the file with a caret under the place. */
    public String render() {
        String head = location.exact() + "  " + (isError() ? "" : "warning: ") + message;
        return sourceLine == null || location.isWholeFile()
                ? head
                : head + "\n" + Excerpt.of(sourceLine, location.column(), location.width());
    }
}
