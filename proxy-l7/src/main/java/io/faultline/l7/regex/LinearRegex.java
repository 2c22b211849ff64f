package io.faultline.l7.regex;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A regular expression for the whole of a text, matched in time linear to the text whatever the
 * pattern and the text are. Patterns for which that cannot be promised are refused when the
 * configuration is read. Immutable, shared by all workers.
 */
public final class LinearRegex {

    private final String pattern;
    private final Program program;
    private final Automaton automaton;
    private final byte[] literalPrefix;

    private LinearRegex(
            String pattern, Program program, Automaton automaton, byte[] literalPrefix) {
        this.pattern = pattern;
        this.program = program;
        this.automaton = automaton;
        this.literalPrefix = literalPrefix;
    }

    public static LinearRegex compile(String pattern) throws RegexSyntaxException {
        var parser = new RegexParser(pattern);
        Node node = parser.parse();
        Program program = Program.of(node, parser.groups());
        var prefix = new StringBuilder();
        addLiterals(node, prefix);
        return new LinearRegex(
                pattern,
                program,
                Automaton.of(program),
                prefix.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Adds what every match begins with, and says whether that is all of the node. */
    private static boolean addLiterals(Node node, StringBuilder to) {
        return switch (node) {
            case Node.One one -> {
                int single = one.set().single();
                if (single >= 0) {
                    to.append((char) single);
                }
                yield single >= 0;
            }
            case Node.Sequence sequence -> addAll(sequence.parts(), to);
            case Node.Group group -> addLiterals(group.node(), to);
            case Node.Choice ignored -> false;
            case Node.Repeat ignored -> false;
        };
    }

    private static boolean addAll(List<Node> parts, StringBuilder to) {
        for (Node part : parts) {
            if (!addLiterals(part, to)) {
                return false;
            }
        }
        return true;
    }

    /** How many groups there are, without the whole match. */
    public int groups() {
        return program.groups() - 1;
    }

    /** What every text that matches begins with; perhaps nothing. */
    public byte[] literalPrefix() {
        return literalPrefix.clone();
    }

    public boolean matches(byte[] bytes, int from, int to) {
        return automaton.matches(bytes, from, to);
    }

    /** Where the groups are, as a backtracking matcher would find them. False without a match. */
    public boolean capture(byte[] bytes, int from, int to, Captures captures) {
        if (!matches(bytes, from, to)) {
            return false;
        }
        captures.find(program, bytes, from, to);
        return true;
    }

    /** The pattern as it was written. */
    @Override
    public String toString() {
        return pattern;
    }
}
