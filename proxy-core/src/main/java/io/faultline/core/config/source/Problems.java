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

    private static final int MAX_KEPT = 200;

    private final SourceText source;
    private final List<Problem> kept = new ArrayList<>();
    private int errors;
    private int dropped;

    public Problems(SourceText source) {
        this.source = source;
    }

    public void error(Location location, String message) {
        errors++;
        add(Severity.ERROR, location, message, true);
    }

    /** An error in a place whose line may not be shown, because a secret stands on it. */
    public void errorInSecret(Location location, String message) {
        errors++;
        add(Severity.ERROR, location, message, false);
    }

    public void warning(Location location, String message) {
        add(Severity.WARNING, location, message, true);
    }

    public boolean hasErrors() {
        return errors > 0;
    }

    /** False once no further problem is kept: finding out what to suggest is no longer worth it. */
    public boolean hasRoom() {
        return kept.size() < MAX_KEPT;
    }

    /** In the order of the file. */
    public List<Problem> sorted() {
        List<Problem> sorted = new ArrayList<>(kept);
        sorted.sort(
                Comparator.comparingInt((Problem problem) -> problem.location().line())
                        .thenComparingInt(problem -> problem.location().column()));
        if (dropped > 0) {
            sorted.add(
                    new Problem(
                            Severity.ERROR,
                            Location.ofFile(source.name()),
                            "has at least %,d problems more. Repair these first."
                                    .formatted(dropped),
                            null));
        }
        return List.copyOf(sorted);
    }

    private void add(Severity severity, Location location, String message, boolean showLine) {
        if (!hasRoom()) {
            dropped++;
            return;
        }
        String line = showLine && !location.isWholeFile() ? source.line(location.line()) : null;
        kept.add(new Problem(severity, location, message, line));
    }
}
