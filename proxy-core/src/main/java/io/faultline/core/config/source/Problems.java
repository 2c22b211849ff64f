package io.faultline.core.config.source;

import io.faultline.core.config.source.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects everything that is wrong with one file, so that one look repairs it. Keeps a bounded
 * number: past that nobody reads on, and a hostile file must not fill the memory with our complaints.
 */
public final class Problems {

    private static final int MAX_ERRORS = 200;
    private static final int MAX_WARNINGS = 100;

    private final SourceText source;
    private final List<Problem> kept = new ArrayList<>();
    private int errors;
    private int warnings;

    public Problems(SourceText source) {
        this.source = source;
    }

    public void error(Location location, String message) {
        add(Severity.ERROR, location, message, true);
    }

    /** An error in a place whose line may not be shown, because a secret stands on it. */
    public void errorInSecret(Location location, String message) {
        add(Severity.ERROR, location, message, false);
    }

    public void warning(Location location, String message) {
        add(Severity.WARNING, location, message, true);
    }

    public boolean hasErrors() {
        return errors > 0;
    }

    /** False once no further error is kept: finding out what to suggest is no longer worth it. */
    public boolean hasRoom() {
        return errors < MAX_ERRORS;
    }

    /** In the order of the file. */
    public List<Problem> sorted() {
        List<Problem> sorted = new ArrayList<>(kept);
        sorted.sort(
                Comparator.comparingInt((Problem problem) -> problem.location().line())
                        .thenComparingInt(problem -> problem.location().column()));
        addRest(sorted, Severity.ERROR, errors - MAX_ERRORS);
        addRest(sorted, Severity.WARNING, warnings - MAX_WARNINGS);
        return List.copyOf(sorted);
    }

    private void addRest(List<Problem> sorted, Severity severity, int dropped) {
        if (dropped > 0) {
            sorted.add(
                    new Problem(
                            severity,
                            Location.ofFile(source.name()),
                            "has at least %,d more like these. Repair these first."
                                    .formatted(dropped),
                            null));
        }
    }

    private void add(Severity severity, Location location, String message, boolean showLine) {
        boolean isError = severity == Severity.ERROR;
        int count = isError ? ++errors : ++warnings;
        if (count <= (isError ? MAX_ERRORS : MAX_WARNINGS)) {
            String line = showLine && !location.isWholeFile() ? source.line(location.line()) : null;
            kept.add(new Problem(severity, location, message, line));
        }
    }
}
