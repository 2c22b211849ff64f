package io.faultline.l7.regex;

import java.util.Arrays;

/**
 * Where the groups of the last match are, and the memory that finding them takes. One for each worker,
 * reused from request to request.
 */
public final class Captures {

    private int[] bounds = new int[0];
    private ThreadList now = new ThreadList();
    private ThreadList later = new ThreadList();
    private int[] stack = new int[64];

    /** Where the group begins, or -1 when it took no part in the match. Group 0 is the whole match. */
    public int start(int group) {
        return bounds[group * 2];
    }

    public int end(int group) {
        return bounds[group * 2 + 1];
    }

    /** Runs the machine over a text that is known to match. */
    void find(Program program, byte[] bytes, int from, int to) {
        int slots = program.groups() * 2;
        if (bounds.length < slots) {
            bounds = new int[slots];
        }
        now.clear(program.size(), slots);
        later.clear(program.size(), slots);
        Arrays.fill(bounds, 0, slots, -1);
        add(program, 0, from);
        swap();
        for (int i = from; i < to; i++) {
            int value = bytes[i] & 0xff;
            later.clear(program.size(), slots);
            for (int t = 0; t < now.count; t++) {
                int at = now.instructions[t];
                if (program.op(at) == Program.Op.TAKE && program.set(at).contains(value)) {
                    System.arraycopy(now.bounds, at * slots, bounds, 0, slots);
                    add(program, at + 1, i + 1);
                }
            }
            swap();
        }
        int match = program.size() - 1;
        System.arraycopy(now.bounds, match * slots, bounds, 0, slots);
    }

    private void swap() {
        ThreadList spare = now;
        now = later;
        later = spare;
    }

    /**
     * Follows a thread to all places where it waits for a byte, the preferred ones first. The stack holds
     * places to go on at, and bounds to put back: {@code -1 - slot} above the old value.
     */
    private void add(Program program, int begin, int position) {
        int slots = program.groups() * 2;
        int top = push(0, begin);
        while (top > 0) {
            int at = stack[--top];
            if (at < 0) {
                bounds[-1 - at] = stack[--top];
                continue;
            }
            if (later.contains(at)) {
                continue;
            }
            later.add(at);
            switch (program.op(at)) {
                case TAKE, MATCH -> System.arraycopy(bounds, 0, later.bounds, at * slots, slots);
                case JUMP -> top = push(top, program.first(at));
                case FORK -> top = push(push(top, program.second(at)), program.first(at));
                case MARK -> {
                    int slot = program.first(at);
                    top = push(push(push(top, bounds[slot]), -1 - slot), at + 1);
                    bounds[slot] = position;
                }
            }
        }
    }

    private int push(int top, int value) {
        if (top == stack.length) {
            stack = Arrays.copyOf(stack, top * 2);
        }
        stack[top] = value;
        return top + 1;
    }

    /** Threads by preference, each with its bounds; a sparse set, so that clearing costs nothing. */
    private static final class ThreadList {

        private int[] instructions = new int[0];
        private int[] places = new int[0];
        private int[] bounds = new int[0];
        private int count;

        void clear(int size, int slots) {
            count = 0;
            if (instructions.length < size) {
                instructions = new int[size];
                places = new int[size];
            }
            if (bounds.length < size * slots) {
                bounds = new int[size * slots];
            }
        }

        boolean contains(int at) {
            int place = places[at];
            return place < count && instructions[place] == at;
        }

        void add(int at) {
            places[at] = count;
            instructions[count++] = at;
        }
    }
}
