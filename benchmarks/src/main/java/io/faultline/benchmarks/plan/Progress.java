package io.faultline.benchmarks.plan;

import java.io.PrintStream;
import java.util.Locale;

/** How far it is and how long it will take: a bar on a terminal, a line per step elsewhere. */
public final class Progress {

    private static final int WIDTH = 24;

    private final PrintStream out;
    private final boolean terminal;
    private final long startNanos = System.nanoTime();
    private double planned;
    private double done;
    private String lastLine = "";

    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void plan(double seconds) {
        planned += seconds;
    }

    /** What was planned is not done, because somebody has dropped out. */
    void forget(double seconds) {
        planned -= seconds;
    }

    void done(double seconds) {
        done += seconds;
    }

    void step(String what) {
        String line = bar(share(), leftSeconds(secondsSoFar())) + "  " + what;
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, lastLine.length() - line.length())));
            out.flush();
            lastLine = line;
        } else {
            out.println(line);
        }
    }

    /** Something worth a line of its own. */
    void say(String line) {
        if (terminal && !lastLine.isEmpty()) {
            out.print("\r" + " ".repeat(lastLine.length()) + "\r");
            lastLine = "";
        }
        out.println("# " + line);
    }

    void end() {
        if (terminal) {
            out.println();
        }
    }

    double secondsSoFar() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private double share() {
        return planned <= 0 ? 0 : Math.clamp(done / planned, 0, 1);
    }

    /** What is planned, as much slower or faster as it went so far. */
    double leftSeconds(double soFar) {
        double pace = done > 20 ? soFar / done : 1;
        return Math.max(0, planned - done) * pace;
    }

    static String bar(double share, double leftSeconds) {
        int full = (int) Math.round(share * WIDTH);
        long left = Math.round(leftSeconds);
        return String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %%  %d:%02d left",
                "#".repeat(full),
                ".".repeat(WIDTH - full),
                100 * share,
                left / 60,
                left % 60);
    }
}
