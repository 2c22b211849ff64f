package io.faultline.core.config.value;

import io.faultline.core.config.text.InvalidValueException;
import io.faultline.core.config.text.Quote;

/** HTTP status codes from one to another: {@code 200-299}, {@code 404}, or a whole class, {@code 5xx}. */
public record StatusRange(int first, int last) {

    public static StatusRange parse(String text) {
        if (text.matches("[1-5]xx")) {
            int hundreds = (text.charAt(0) - '0') * 100;
            return new StatusRange(hundreds, hundreds + 99);
        }
        if (!text.matches("[1-5][0-9]{2}(-[1-5][0-9]{2})?")) {
            throw new InvalidValueException(
                    Quote.of(text)
                            + " is no HTTP status. Write one such as 204, a range such as 200-299, or"
                            + " a class such as 2xx.");
        }
        int first = Integer.parseInt(text, 0, 3, 10);
        int last = text.length() == 3 ? first : Integer.parseInt(text, 4, 7, 10);
        if (last < first) {
            throw new InvalidValueException(
                    "%s ends before it begins. Write %d-%d."
                            .formatted(Quote.of(text), last, first));
        }
        return new StatusRange(first, last);
    }

    public boolean contains(int status) {
        return first <= status && status <= last;
    }

    /** How many codes it stands for. */
    public int size() {
        return last - first + 1;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
