package io.faultline.core.config.yaml;

import io.faultline.core.config.source.Location;
import io.faultline.core.config.source.Problems;
import io.faultline.core.config.source.SourceText;
import io.faultline.core.config.text.Quote;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * What the YAML parser could not read, in words for somebody who writes a configuration and not a
 * parser. The usual suspects are recognised by what stands on the line.
 */
final class SyntaxProblem {

    private static final Pattern BRACKETED_IPV6 =
            Pattern.compile("(?<!['\"])(\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\\]:[0-9]+)");
    private static final Pattern BARE_IPV6 =
            Pattern.compile("[\\[{, ]([0-9A-Fa-f]*::[0-9A-Fa-f:.]*(/[0-9]+)?)");
    private static final Pattern VARIABLE = Pattern.compile("(?<!['\"])(\\$\\{[^}'\"]*\\})");
    private static final Pattern FOUND = Pattern.compile("found '(.+)'");

    private final SourceText source;
    private final String problem;
    private final String context;
    private final @Nullable Mark problemMark;
    private final @Nullable Mark contextMark;
    private final String line;

    private SyntaxProblem(MarkedYAMLException syntax, SourceText source) {
        this.source = source;
        this.problem = Objects.requireNonNullElse(syntax.getProblem(), "");
        this.context = Objects.requireNonNullElse(syntax.getContext(), "");
        this.contextMark = syntax.getContextMark();
        this.problemMark = syntax.getProblemMark();
        this.line = problemMark == null ? "" : source.line(problemMark.getLine() + 1);
    }

    static void report(MarkedYAMLException syntax, SourceText source, Problems problems) {
        SyntaxProblem report = new SyntaxProblem(syntax, source);
        problems.error(report.location(), report.sentence());
    }

    /** What is never closed is noticed at the end of the file; the place to look at is where it opened. */
    private Location location() {
        Mark mark = isNeverClosed() || problemMark == null ? contextMark : problemMark;
        return mark == null
                ? Location.ofFile(source.name())
                : source.at(mark.getLine() + 1, mark.getColumn() + 1, 1);
    }

    private String sentence() {
        if (problem.contains("(TAB)")) {
            return "a tab stands here. YAML indents with spaces only.";
        }
        if (isNeverClosed()) {
            return context.contains("quoted")
                    ? "the quote that opens here is never closed."
                    : "the bracket that opens here is never closed.";
        }
        String unquoted = unquoted();
        if (unquoted != null) {
            return unquoted;
        }
        if (problem.startsWith("mapping values are not allowed")) {
            return "a ':' is not expected here. Either the value before it needs quotes, or this line"
                    + " is not indented like its neighbours.";
        }
        if (problem.startsWith("sequence entries are not allowed")) {
            return "a list item, '- ', begins on a line of its own.";
        }
        if (problem.startsWith("expected ','")) {
            return "the %s that opens in line %d is not closed before this place: %s is missing."
                    .formatted(
                            context.contains("mapping") ? "'{'" : "'['",
                            contextMark == null ? 1 : contextMark.getLine() + 1,
                            context.contains("mapping") ? "',' or '}'" : "',' or ']'");
        }
        if (problem.startsWith("expected <block end>")) {
            return "this does not fit the lines above. Check the indentation; a value with special"
                    + " characters in it needs quotes.";
        }
        if (problem.startsWith("found unknown escape")) {
            return "a '\\' in double quotes begins an escape, and this is none. Use single quotes.";
        }
        if (problem.startsWith("expected '<document start>'")) {
            return "text after the end of the document. A configuration is one document.";
        }
        if (problem.startsWith("expected the node content")) {
            Matcher found = FOUND.matcher(problem);
            return "a value is expected here, not %s."
                    .formatted(found.find() ? Quote.of(found.group(1)) : "this");
        }
        return "this is not YAML: %s.".formatted(problem);
    }

    /** Values that are fine in themselves, and only lack the quotes that YAML wants around them. */
    private @Nullable String unquoted() {
        Matcher brackets = BRACKETED_IPV6.matcher(line);
        if (brackets.find()) {
            return "an IPv6 address in brackets needs quotes, since '[' begins a list: \"%s\"."
                    .formatted(brackets.group(1));
        }
        boolean insideBrackets = context.contains("flow");
        Matcher variable = VARIABLE.matcher(line);
        if (insideBrackets && variable.find()) {
            return "a variable inside [ ] or { } needs quotes: \"%s\"."
                    .formatted(variable.group(1));
        }
        Matcher ipv6 = BARE_IPV6.matcher(line);
        if (insideBrackets && ipv6.find()) {
            return "an IPv6 address inside [ ] or { } needs quotes: \"%s\"."
                    .formatted(ipv6.group(1));
        }
        if (context.contains("alias")) {
            return "'*' begins an alias, and aliases are not supported. Every address is ':80',"
                    + " without the '*'; any other value needs quotes.";
        }
        if (problem.startsWith("found character")) {
            String character =
                    problemMark == null ? "" : Character.toString(characterAt(problemMark));
            return "a value cannot begin with '%s'. Put it into quotes.".formatted(character);
        }
        boolean afterValue = problem.endsWith("found '{'") || problem.endsWith("found '['");
        return afterValue
                ? "a value that begins with '{' or '[' needs quotes around all of it."
                : null;
    }

    private boolean isNeverClosed() {
        return problem.contains("unexpected end of stream")
                || problem.startsWith("expected ','") && problem.contains("<stream end>");
    }

    private int characterAt(Mark mark) {
        return line.codePointAt(line.offsetByCodePoints(0, mark.getColumn()));
    }
}
