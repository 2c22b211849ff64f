package io.faultline.app.diagnose.ladder;

/** How one rung held. */
public enum Outcome {
    OK("ok"),
    NOTE("note"), // it held, and something about it is worth a look
    BROKEN("BROKEN"),
    UNKNOWN("unknown"), // the system does not tell
    UNREACHED("-"); // a rung before it broke

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    /** A word that is clear without colours. */
    public String label() {
        return label;
    }
}
