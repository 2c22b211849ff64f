package io.faultline.core.config.text;

/**
 * A text is not the value it should be. The message is a sentence for the person who wrote it: it
 * quotes the text, names the rule and the fix.
 */
public final class InvalidValueException extends IllegalArgumentException {

    public InvalidValueException(String message) {
        super(message);
    }
}
