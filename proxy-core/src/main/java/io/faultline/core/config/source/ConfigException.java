package io.faultline.core.config.source;

import java.util.List;

/**
 * The file cannot be used. Holds every problem that was found in it, not only the first, so that one
 * look is enough to repair it.
 */
public final class ConfigException extends Exception {

    private final transient List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(render(problems));
        this.problems = List.copyOf(problems);
    }

    /** For a file that cannot be read at all. */
    public static ConfigException of(Location location, String message) {
        return new ConfigException(
                List.of(new Problem(Problem.Severity.ERROR, location, message, null)));
    }

    /** Errors and warnings in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }

    /** All of them, each with its source line, ready to print. */
    public static String render(List<Problem> problems) {
        StringBuilder text = new StringBuilder();
        for (Problem problem : problems) {
            text.append(text.isEmpty() ? "" : "\n\n").append(problem.render());
        }
        return text.toString();
    }
}
