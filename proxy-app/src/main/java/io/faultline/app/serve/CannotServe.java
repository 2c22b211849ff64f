package io.faultline.app.serve;

/** The configuration is fine, but this machine refused. The message is a sentence. */
public final class CannotServe extends Exception {

    private static final long serialVersionUID = 1L;

    public CannotServe(String sentence) {
        super(sentence, null, false, false);
    }

    /** What is in the way, and what to do. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
