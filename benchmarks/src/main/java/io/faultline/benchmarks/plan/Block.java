package io.faultline.benchmarks.plan;

import java.util.List;

/**
 * Rows that take turns: each round goes through all of them, so that a slow minute of the machine hits all of them.
 *
 * @param mostRounds for what needs a fresh process and cannot be repeated; 0: as many as were asked for
 * @param warm whether code is warmed up before
 */
record Block(List<Asked> rows, int mostRounds, boolean warm) {

    private static final int ROUNDS_OF_OTHERS = 3;

    static Block of(Asked row) {
        return new Block(List.of(row), 0, true);
    }

    static Block of(List<Asked> rows) {
        return new Block(rows, 0, true);
    }

    static Block cold(Asked row, int rounds) {
        return new Block(List.of(row), rounds, false);
    }

    int rounds(Options options) {
        return mostRounds == 0 ? options.rounds() : Math.min(mostRounds, options.rounds());
    }

    /** Nobody's promise is about the others: what they cost is told, and not to the percent. */
    int rounds(Options options, String contender) {
        int rounds = rounds(options);
        return Field.isMain(contender) ? rounds : Math.min(rounds, ROUNDS_OF_OTHERS);
    }

    Block only(List<Asked> wanted) {
        return new Block(wanted, mostRounds, warm);
    }
}
