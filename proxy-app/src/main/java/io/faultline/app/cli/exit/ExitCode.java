package io.faultline.app.cli.exit;

/**
 * How the process ends. Scripts and supervisors read these, so they are part of the interface: listed
 * in {@code faultline --help} and never renumbered.
 */
public final class ExitCode {

    public static final int OK = 0;

    /** The command ran, and what it was asked about is not well. */
    public static final int FAILED = 1;

    /** The command line makes no sense. */
    public static final int USAGE = 2;

    // 3 is the JVM's own: it ends so when memory runs out (-XX:+ExitOnOutOfMemoryError).

    /** The configuration has errors. */
    public static final int CONFIG_INVALID = 4;

    /** Nothing is wrong with the configuration, but this machine refused: a port is taken. */
    public static final int CANNOT_START = 5;

    /** Stopped as asked, but sessions were still open at the deadline and were cut. */
    public static final int SESSIONS_CUT = 6;

    // 12 to 17: 'diagnose' found L2 to L7 broken; see Judgement.EXIT_BASE.

    /** Ended at once because it was asked twice (128 + SIGINT). */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
