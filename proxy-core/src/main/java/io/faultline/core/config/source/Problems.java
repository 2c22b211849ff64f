package io.faultline.core.config.source;

import io.faultline.core.config.source.Problem.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects everything that is wrong with a configuration, so that one look repairs it. Keeps a bounded
 * number: past that nobody reads on, and a hostile file must not fill the memory with our complaints.
 */
public final class Problems {

    private static final int MAX_ERRORS = 200;
    private static final int MAX_WARNINGS = 100;

    private final String name;
    private final Map<String, SourceText> sources = new LinkedHashMap<>();
    private final List<Problem> kept = new ArrayList<>();
    private final Map<Line, List<Location>> hidden = new HashMap<>();
    private int errors;
    private int warnings;

    public Problems(SourceText source) {
        this(source.name(), List.of(source));
    }

    /** For a configuration of several files. */
    public Problems(String name, List<SourceText> sources) {
        this.name = name;
        sources.forEach(source -> this.sources.put(source.name(), source));
    }

    private record Line(String file, int number) {

        static Line of(Location location) {
            return new Line(location.file(), location.line());
        }
    }

    public void error(Location location, String message) {
        add(Severity.ERROR, location, message);
    }

    public void warning(Location location, String message) {
        add(Severity.WARNING, location, message);
    }

    /** A secret stands there: no problem shows it, also not one further left on the same line. */
    public void hide(Location secret) {
        hidden.computeIfAbsent(Line.of(secret), ignored -> new ArrayList<>()).add(secret);
    }

    /** The same for one that may go on to the end of the line. */
    public void hideFrom(Location secret) {
        hide(new Location(secret.file(), secret.line(), secret.column(), Integer.MAX_VALUE));
    }

    public boolean hasErrors() {
        return errors > 0;
    }

    /** False once no further error is kept: finding out what to suggest is no longer worth it. */
    public boolean hasRoom() {
        return errors < MAX_ERRORS;
    }

    /** In the order of the files, and in each in the order of its lines. */
    public List<Problem> sorted() {
        List<String> files = List.copyOf(sources.keySet());
        List<Problem> sorted = new ArrayList<>();
        kept.forEach(problem -> sorted.add(withoutSecrets(problem)));
        sorted.sort(
                Comparator.comparingInt(
                                (Problem problem) -> files.indexOf(problem.location().file()))
                        .thenComparingInt(problem -> problem.location().line())
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
                            Location.ofFile(name),
                            "has at least %,d more like these. Repair these first."
                                    .formatted(dropped),
                            null));
        }
    }

    private Problem withoutSecrets(Problem problem) {
        List<Location> secrets = hidden.get(Line.of(problem.location()));
        String line = problem.sourceLine();
        if (secrets == null || line == null) {
            return problem;
        }
        int[] shown = line.codePoints().toArray();
        for (Location secret : secrets) {
            long end = Math.min(shown.length, secret.column() - 1L + secret.width());
            Arrays.fill(shown, Math.min(secret.column() - 1, (int) end), (int) end, '*');
        }
        String masked = new String(shown, 0, shown.length);
        return new Problem(problem.severity(), problem.location(), problem.message(), masked);
    }

    private void add(Severity severity, Location location, String message) {
        boolean isError = severity == Severity.ERROR;
        int count = isError ? ++errors : ++warnings;
        if (count <= (isError ? MAX_ERRORS : MAX_WARNINGS)) {
            SourceText source = sources.get(location.file());
            String line =
                    source == null || location.isWholeFile() ? null : source.line(location.line());
            kept.add(new Problem(severity, location, message, line));
        }
    }
}
