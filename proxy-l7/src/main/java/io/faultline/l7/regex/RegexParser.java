package io.faultline.l7.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the subset of regular expressions that can be matched in linear time: literals, classes, {@code .},
 * groups, {@code |}, {@code * + ?} and bounded repeats.
 */
final class RegexParser {

    private static final int MAX_LENGTH = 2_000;
    private static final int MAX_DEPTH = 40;
    private static final int MAX_REPEAT = 1_000;
    private static final int OPEN = -1;

    private final String text;
    private int at;
    private int depth;
    private int groups;

    RegexParser(String text) {
        this.text = text;
    }

    /** How many groups were found. */
    int groups() {
        return groups;
    }

    Node parse() throws RegexSyntaxException {
        if (text.length() > MAX_LENGTH) {
            throw wrong(
                    0,
                    "the pattern has %,d characters, and %,d are the most.",
                    text.length(),
                    MAX_LENGTH);
        }
        accept('^'); // the whole text has to match anyway
        Node node = choice();
        int end = at;
        accept('$');
        if (!atEnd()) {
            throw peek() == ')'
                    ? wrong(at, "this ')' closes nothing. Write \\) for the character.")
                    : wrong(end, "'$' is the end, and more follows. Write \\$ for the character.");
        }
        return node;
    }

    private Node choice() throws RegexSyntaxException {
        List<Node> options = new ArrayList<>();
        options.add(sequence());
        while (accept('|')) {
            options.add(sequence());
        }
        return options.size() == 1 ? options.getFirst() : new Node.Choice(options);
    }

    private Node sequence() throws RegexSyntaxException {
        List<Node> parts = new ArrayList<>();
        while (!atEnd() && "|)$".indexOf(peek()) < 0) {
            parts.add(repeated());
        }
        return parts.size() == 1 ? parts.getFirst() : new Node.Sequence(parts);
    }

    private Node repeated() throws RegexSyntaxException {
        Node node = atom();
        int begin = at;
        if (accept('*')) {
            node = new Node.Repeat(node, 0, OPEN);
        } else if (accept('+')) {
            node = new Node.Repeat(node, 1, OPEN);
        } else if (accept('?')) {
            node = new Node.Repeat(node, 0, 1);
        } else if (accept('{')) {
            node = counted(node, begin);
        } else {
            return node;
        }
        if (!atEnd() && "*+?{".indexOf(peek()) >= 0) {
            throw wrong(
                    at,
                    "'%s' behind a repeat. Lazy and possessive repeats are not known here: the whole text"
                            + " has to match, so they would choose nothing.",
                    peek());
        }
        return node;
    }

    private Node counted(Node node, int begin) throws RegexSyntaxException {
        int min = number(begin);
        int max = min;
        if (accept(',')) {
            max = !atEnd() && peek() == '}' ? OPEN : number(begin);
        }
        if (!accept('}')) {
            throw wrong(
                    begin, "a repeat is written {3}, {2,} or {2,5}. Write \\{ for the character.");
        }
        if (max != OPEN && max < min) {
            throw wrong(begin, "this repeat ends before it begins: {%d,%d}.", min, max);
        }
        return new Node.Repeat(node, min, max);
    }

    private int number(int begin) throws RegexSyntaxException {
        int from = at;
        int value = 0;
        while (!atEnd() && Character.digit(peek(), 10) >= 0 && peek() < 0x80) {
            value = value * 10 + next() - '0';
            if (value > MAX_REPEAT) {
                throw wrong(begin, "this repeat is above %,d times.", MAX_REPEAT);
            }
        }
        if (at == from) {
            throw wrong(
                    begin, "a repeat is written {3}, {2,} or {2,5}. Write \\{ for the character.");
        }
        return value;
    }

    private Node atom() throws RegexSyntaxException {
        int begin = at;
        char c = next();
        return switch (c) {
            case '(' -> group(begin);
            case '[' -> new Node.One(byteClass(begin));
            case '.' -> new Node.One(ByteSet.ALL);
            case '\\' -> new Node.One(escaped(begin));
            case '*', '+', '?', '{' ->
                    throw wrong(
                            begin, "there is nothing to repeat. Write \\%s for the character.", c);
            case ']', '}' -> throw wrong(begin, "write \\%s for the character.", c);
            case '^' ->
                    throw wrong(
                            begin,
                            "'^' is the beginning, and something stands before it. Write \\^ for the character.");
            default -> new Node.One(literal(c, begin));
        };
    }

    private Node group(int begin) throws RegexSyntaxException {
        boolean captures = !accept('?');
        if (!captures && !accept(':')) {
            throw wrong(
                    begin,
                    "'(?' begins a look-around, flag or named group, which are not known here. Groups are"
                            + " (...) and (?:...).");
        }
        int index = captures ? ++groups : 0;
        if (++depth > MAX_DEPTH) {
            throw wrong(begin, "groups are nested more than %d deep.", MAX_DEPTH);
        }
        Node inner = choice();
        depth--;
        if (!accept(')')) {
            throw wrong(begin, "this '(' is never closed. Write \\( for the character.");
        }
        return captures ? new Node.Group(inner, index) : inner;
    }

    private ByteSet byteClass(int begin) throws RegexSyntaxException {
        boolean negated = accept('^');
        ByteSet set = ByteSet.NONE;
        do {
            if (atEnd()) {
                throw wrong(begin, "this '[' is never closed. Write \\[ for the character.");
            }
            set = set.or(member(begin));
        } while (!accept(']'));
        return negated ? set.negated() : set;
    }

    private ByteSet member(int begin) throws RegexSyntaxException {
        int from = at;
        char c = next();
        if (c == '[' || c == ']') {
            throw wrong(from, "write \\%s inside of [ ].", c);
        }
        ByteSet first = c == '\\' ? escaped(from) : literal(c, from);
        boolean range = at + 1 < text.length() && peek() == '-' && text.charAt(at + 1) != ']';
        if (!range) {
            return first;
        }
        at++;
        int lastAt = at;
        char l = next();
        if (l == '[') {
            throw wrong(lastAt, "write \\[ inside of [ ].");
        }
        ByteSet last = l == '\\' ? escaped(lastAt) : literal(l, lastAt);
        if (first.single() < 0 || last.single() < 0 || first.single() > last.single()) {
            throw wrong(
                    from, "this range has no members. It goes from a lower to a higher character.");
        }
        return ByteSet.range(first.single(), last.single());
    }

    private ByteSet escaped(int begin) throws RegexSyntaxException {
        if (atEnd()) {
            throw wrong(begin, "a '\\' at the end. Write \\\\ for the character.");
        }
        char c = next();
        return switch (c) {
            case 'd' -> ByteSet.DIGIT;
            case 'D' -> ByteSet.DIGIT.negated();
            case 'w' -> ByteSet.WORD;
            case 'W' -> ByteSet.WORD.negated();
            case 's' -> ByteSet.SPACE;
            case 'S' -> ByteSet.SPACE.negated();
            default -> {
                if (ByteSet.WORD.contains(Math.min(c, 0xff)) || c <= ' ') {
                    throw wrong(
                            begin,
                            "'\\%s' is not known here. There are \\d \\w \\s \\D \\W \\S, and \\ before any"
                                    + " punctuation.",
                            c);
                }
                yield literal(c, begin);
            }
        };
    }

    private ByteSet literal(char c, int position) throws RegexSyntaxException {
        if (c >= 0x80 || c < ' ') {
            throw wrong(
                    position,
                    "only printable ASCII characters can be matched. In a path the others are"
                            + " percent-encoded: write them so.");
        }
        return ByteSet.of(c);
    }

    private boolean accept(char c) {
        boolean found = !atEnd() && peek() == c;
        at += found ? 1 : 0;
        return found;
    }

    private boolean atEnd() {
        return at == text.length();
    }

    private char peek() {
        return text.charAt(at);
    }

    private char next() {
        return text.charAt(at++);
    }

    private static RegexSyntaxException wrong(int position, String sentence, Object... details) {
        return new RegexSyntaxException(position, sentence.formatted(details));
    }
}
