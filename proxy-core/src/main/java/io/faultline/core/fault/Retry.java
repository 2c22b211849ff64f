package io.faultline.core.fault;

/** When a failed attempt may be tried again. A response that began is never retried. */
public enum Retry {
    NEVER("never", "a second attempt would fail alike, or might do the work twice"),
    IF_UNSENT("if unsent", "only while no request byte has left us"),
    IF_REUSED("if reused", "only when the connection was pooled and no response byte came"),
    ALWAYS("always", "nothing can have been processed");

    private final String label;
    private final String reason;

    Retry(String label, String reason) {
        this.label = label;
        this.reason = reason;
    }

    /** As a table shows it. */
    public String label() {
        return label;
    }

    /** Why the rule is safe, in a few words. */
    public String reason() {
        return reason;
    }
}
