package io.faultline.app.cli.exit;

/** A command ends early: one sentence for the person in front of it, and the process's exit code. */
public final class CommandFailed extends RuntimeException {

    private final int exitCode;

    public CommandFailed(int exitCode, String sentence) {
        super(sentence, null, false, false);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    /** What happened, in words. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
