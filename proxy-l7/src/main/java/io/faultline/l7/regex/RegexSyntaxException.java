package io.faultline.l7.regex;

/** A pattern cannot be used. Thrown while a configuration is read, never while a request is matched. */
public final class RegexSyntaxException extends Exception {

    private final int position;

    RegexSyntaxException(int position, String sentence) {
        super(sentence, null, false, false);
        this.position = position;
    }

    /** The character it is about, counted from 0. */
    public int position() {
        return position;
    }

    /** What is wrong, and what to write instead. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
