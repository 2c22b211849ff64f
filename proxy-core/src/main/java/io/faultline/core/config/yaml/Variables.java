package io.faultline.core.config.yaml;

import io.faultline.core.config.source.Location;
import io.faultline.core.config.source.Problems;
import io.faultline.core.config.source.SourceText;
import io.faultline.core.config.text.Quote;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Environment variables in values: {@code ${NAME}}, {@code ${NAME:-default}}, and {@code $${} for the
 * two characters themselves. As in a shell, the default also stands in for an empty variable. The
 * result is text: it is never read as YAML again, so a variable cannot add keys.
 */
final class Variables {

    private static final Pattern REFERENCE = Pattern.compile("\\$?\\$\\{");
    private static final Pattern BODY =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::-([^{}]*))?\\}");
    private static final int MAX_EXPANDED = 4 << 20;

    private final SourceText source;
    private final Problems problems;
    private final Function<String, @Nullable String> environment;
    private int expandedLength;

    Variables(
            SourceText source, Problems problems, Function<String, @Nullable String> environment) {
        this.source = source;
        this.problems = problems;
        this.environment = environment;
    }

    /** Null when a reference could not be replaced; its problem is reported. */
    @Nullable String expand(String text, Location location, int endLine) {
        StringBuilder expanded = new StringBuilder();
        Matcher reference = REFERENCE.matcher(text);
        Matcher body = BODY.matcher(text);
        boolean failed = false;
        int copied = 0;
        for (int nth = 0; reference.find(copied); nth++) {
            expanded.append(text, copied, reference.start());
            copied = reference.end();
            if (reference.group().startsWith("$$")) {
                expanded.append("${");
                continue;
            }
            if (!body.region(copied, text.length()).lookingAt()) {
                report(
                        location,
                        endLine,
                        nth,
                        2,
                        "'${' begins a variable: write ${NAME} or ${NAME:-default}."
                                + " For the characters themselves write $${.");
                return null; // what follows may be part of the same mistake
            }
            copied = body.end();
            String name = body.group(1);
            String value = valueOf(name, body.group(2));
            if (value == null) {
                report(
                        location,
                        endLine,
                        nth,
                        body.end() - reference.start(),
                        "the environment variable %s is not set. Set it, or give it a default: ${%s:-...}."
                                .formatted(Quote.of(name), name));
                failed = true;
            } else if ((expandedLength += value.length()) > MAX_EXPANDED) {
                throw new TooMuch(
                        "the variables expand to more than %,d characters."
                                .formatted(MAX_EXPANDED));
            } else {
                expanded.append(value);
            }
        }
        return failed ? null : expanded.append(text, copied, text.length()).toString();
    }

    private void report(Location scalar, int endLine, int nth, int width, String message) {
        // Finding the place means reading the scalar again: not for problems nobody will see.
        boolean isKept = problems.hasRoom();
        problems.error(isKept ? place(scalar, endLine, nth, width) : scalar, message);
    }

    private @Nullable String valueOf(String name, @Nullable String otherwise) {
        String value = environment.apply(name);
        return otherwise != null && (value == null || value.isEmpty()) ? otherwise : value;
    }

    /**
     * Where the nth reference of a scalar stands. Counted in the file's own lines: quotes and escapes
     * make positions in the text and in the file differ.
     */
    private Location place(Location scalar, int endLine, int nth, int width) {
        int seen = 0;
        for (int number = scalar.line(); number <= endLine; number++) {
            String line = source.line(number);
            int from =
                    number == scalar.line()
                            ? line.offsetByCodePoints(
                                    0,
                                    Math.min(
                                            scalar.column() - 1,
                                            line.codePointCount(0, line.length())))
                            : 0;
            Matcher reference = REFERENCE.matcher(line);
            while (reference.find(from)) {
                if (seen++ == nth) {
                    int column = line.codePointCount(0, reference.start()) + 1;
                    return source.at(number, column, width);
                }
                from = reference.end();
            }
        }
        return scalar;
    }
}
