package io.faultline.l7.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A pattern as instructions of a machine that follows all its threads at once (Thompson 1968, Pike):
 * each byte of the text is looked at once by each thread, and there are never more threads than
 * instructions. That is what makes the time linear.
 */
final class Program {

    enum Op {
        /** Takes one byte out of a set, then goes on with the next instruction. */
        TAKE,
        /** Goes on in two places, of which the first is preferred. */
        FORK,
        JUMP,
        /** Notes where a group begins or ends. */
        MARK,
        MATCH
    }

    private static final int MAX_SIZE = 4_000;
    private static final int NOWHERE = -1;

    private final List<Op> ops = new ArrayList<>();
    private final List<ByteSet> sets = new ArrayList<>();
    private int[] first = new int[16];
    private int[] second = new int[16];
    private final int groups;

    private Program(int groups) {
        this.groups = groups;
    }

    /** @param groups without group 0, which is the whole match */
    static Program of(Node node, int groups) throws RegexSyntaxException {
        var program = new Program(groups + 1);
        program.emit(Op.MARK, 0, NOWHERE);
        program.add(node);
        program.emit(Op.MARK, 1, NOWHERE);
        program.emit(Op.MATCH, NOWHERE, NOWHERE);
        return program;
    }

    int size() {
        return ops.size();
    }

    int groups() {
        return groups;
    }

    Op op(int at) {
        return ops.get(at);
    }

    ByteSet set(int at) {
        return sets.get(first[at]);
    }

    /** Where it goes on; of a MARK, which bound is noted. */
    int first(int at) {
        return first[at];
    }

    int second(int at) {
        return second[at];
    }

    private void add(Node node) throws RegexSyntaxException {
        switch (node) {
            case Node.One one -> {
                int known = sets.indexOf(one.set());
                if (known < 0) {
                    sets.add(one.set());
                }
                emit(Op.TAKE, known < 0 ? sets.size() - 1 : known, NOWHERE);
            }
            case Node.Sequence sequence -> {
                for (Node part : sequence.parts()) {
                    add(part);
                }
            }
            case Node.Choice choice -> addChoice(choice.options());
            case Node.Repeat repeat -> addRepeat(repeat);
            case Node.Group group -> {
                emit(Op.MARK, group.index() * 2, NOWHERE);
                add(group.node());
                emit(Op.MARK, group.index() * 2 + 1, NOWHERE);
            }
        }
    }

    private void addChoice(List<Node> options) throws RegexSyntaxException {
        List<Integer> jumps = new ArrayList<>();
        for (Node option : options.subList(0, options.size() - 1)) {
            int fork = emit(Op.FORK, size() + 1, NOWHERE);
            add(option);
            jumps.add(emit(Op.JUMP, NOWHERE, NOWHERE));
            second[fork] = size();
        }
        add(options.getLast());
        for (int jump : jumps) {
            first[jump] = size();
        }
    }

    private void addRepeat(Node.Repeat repeat) throws RegexSyntaxException {
        for (int i = 0; i < repeat.min(); i++) {
            add(repeat.node());
        }
        if (repeat.max() < 0) {
            int fork = emit(Op.FORK, size() + 1, NOWHERE);
            add(repeat.node());
            emit(Op.JUMP, fork, NOWHERE);
            second[fork] = size();
            return;
        }
        List<Integer> forks = new ArrayList<>();
        for (int i = repeat.min(); i < repeat.max(); i++) {
            forks.add(emit(Op.FORK, size() + 1, NOWHERE));
            add(repeat.node());
        }
        for (int fork : forks) {
            second[fork] = size();
        }
    }

    private int emit(Op op, int x, int y) throws RegexSyntaxException {
        int at = size();
        if (at == MAX_SIZE) {
            throw new RegexSyntaxException(
                    0, "the pattern is too large with its repeats written out: shorten them.");
        }
        if (at == first.length) {
            first = Arrays.copyOf(first, at * 2);
            second = Arrays.copyOf(second, at * 2);
        }
        ops.add(op);
        first[at] = x;
        second[at] = y;
        return at;
    }
}
