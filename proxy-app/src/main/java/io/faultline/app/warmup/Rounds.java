package io.faultline.app.warmup;

import java.io.IOException;

/**
 * Plays until there is nothing left to learn. After each round all rest, so that the compilers have the
 * core to themselves: beside players that keep asking, one core takes three times as long. When rounds
 * give the compilers next to nothing to do, what is served afterwards will not either.
 *
 * <p>Rounds are crowded and quiet by turns. With many clients at once a worker does much in one turn of
 * its loop; with few it turns for each of them, and that code becomes hot too.
 */
final class Rounds {

    private static final long ROUND_NANOS = 100_000_000;
    private static final long LONGEST_REST_NANOS = 400_000_000; // nobody's patience ends in it

    /** A few small methods: there is always one more that has just become hot. */
    private static final long SETTLED_NANOS = ROUND_NANOS / 8;

    /** One of each kind: all at once, and one after the other. */
    private static final int SETTLED_ROUNDS = 2;

    private final Stage stage;
    private final Compilers compilers;

    Rounds(Stage stage, Compilers compilers) {
        this.stage = stage;
        this.compilers = compilers;
    }

    void play() throws IOException {
        int settled = 0;
        boolean crowded = true;
        compilers.workedNanos();
        while (!stage.isOver() && settled < SETTLED_ROUNDS) {
            stage.play(ROUND_NANOS, crowded);
            crowded = !crowded;
            long worked = compilers.workedNanos();
            worked += compilers.finish(Math.min(LONGEST_REST_NANOS, stage.leftNanos()));
            settled = compilers.areSeen() && worked < SETTLED_NANOS ? settled + 1 : 0;
        }
    }
}
