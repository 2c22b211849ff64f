package io.faultline.l7.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link Program} with all its possible sets of threads worked out beforehand: one table look-up per
 * byte, no memory of its own, so all workers share it. Bytes that the pattern cannot tell apart share a
 * column.
 */
final class Automaton {

    private static final int MAX_STATES = 2_000;
    private static final int DEAD = 0;

    private final byte[] columns; // of each byte
    private final int width;
    private final char[] next; // state * width + column
    private final boolean[] accepts;
    private final int start;

    private Automaton(byte[] columns, int width, char[] next, boolean[] accepts, int start) {
        this.columns = columns;
        this.width = width;
        this.next = next;
        this.accepts = accepts;
        this.start = start;
    }

    boolean matches(byte[] bytes, int from, int to) {
        int state = start;
        for (int i = from; i < to && state != DEAD; i++) {
            state = next[state * width + (columns[bytes[i] & 0xff] & 0xff)];
        }
        return accepts[state];
    }

    static Automaton of(Program program) throws RegexSyntaxException {
        return new Builder(program).build();
    }

    /** The subset construction. */
    private static final class Builder {

        private final Program program;
        private final byte[] columns = new byte[256];
        private final List<Integer> samples = new ArrayList<>(); // one byte of each column
        private final Map<BitSet, Integer> states = new HashMap<>();
        private final List<BitSet> threads = new ArrayList<>();

        Builder(Program program) {
            this.program = program;
        }

        Automaton build() throws RegexSyntaxException {
            findColumns();
            int width = samples.size();
            state(new BitSet());
            BitSet first = new BitSet();
            follow(0, first);
            int start = state(first);
            char[] next = new char[width * 16];
            for (int state = 0; state < threads.size(); state++) {
                if ((state + 1) * width > next.length) {
                    next = Arrays.copyOf(next, next.length * 2);
                }
                for (int column = 0; column < width; column++) {
                    BitSet after = step(threads.get(state), samples.get(column));
                    next[state * width + column] = (char) state(after);
                }
            }
            boolean[] accepts = new boolean[threads.size()];
            for (int state = 0; state < accepts.length; state++) {
                accepts[state] = threads.get(state).get(program.size() - 1);
            }
            return new Automaton(
                    columns, width, Arrays.copyOf(next, threads.size() * width), accepts, start);
        }

        private void findColumns() {
            Map<BitSet, Integer> known = new HashMap<>();
            for (int value = 0; value < 256; value++) {
                BitSet takers = new BitSet();
                for (int at = 0; at < program.size(); at++) {
                    if (program.op(at) == Program.Op.TAKE && program.set(at).contains(value)) {
                        takers.set(at);
                    }
                }
                Integer column = known.putIfAbsent(takers, known.size());
                if (column == null) {
                    samples.add(value);
                }
                columns[value] = (byte) (column == null ? known.size() - 1 : column);
            }
        }

        private int state(BitSet set) throws RegexSyntaxException {
            Integer known = states.get(set);
            if (known != null) {
                return known;
            }
            if (threads.size() == MAX_STATES) {
                throw new RegexSyntaxException(
                        0,
                        "the pattern has too many ways to match: more than %,d states. A counted repeat behind"
                                        .formatted(MAX_STATES)
                                + " '.*' does that. Make it simpler.");
            }
            states.put(set, threads.size());
            threads.add(set);
            return threads.size() - 1;
        }

        private BitSet step(BitSet from, int value) {
            BitSet after = new BitSet();
            for (int at = from.nextSetBit(0); at >= 0; at = from.nextSetBit(at + 1)) {
                if (program.op(at) == Program.Op.TAKE && program.set(at).contains(value)) {
                    follow(at + 1, after);
                }
            }
            return after;
        }

        /** Adds the instruction, or those that it leads to without taking a byte. */
        private void follow(int at, BitSet to) {
            var visited = new BitSet();
            var waiting = new ArrayList<Integer>();
            waiting.add(at);
            while (!waiting.isEmpty()) {
                int each = waiting.removeLast();
                if (visited.get(each)) {
                    continue;
                }
                visited.set(each);
                switch (program.op(each)) {
                    case TAKE, MATCH -> to.set(each);
                    case JUMP -> waiting.add(program.first(each));
                    case MARK -> waiting.add(each + 1);
                    case FORK -> {
                        waiting.add(program.second(each));
                        waiting.add(program.first(each));
                    }
                }
            }
        }
    }
}
