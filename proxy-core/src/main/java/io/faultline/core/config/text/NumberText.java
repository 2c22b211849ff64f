package io.faultline.core.config.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Numbers in plain decimal, and true or false. Other notations are refused by name: {@code 0123} is 83
 * to one YAML reader and 123 to the next.
 */
public final class NumberText {

    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    private static final Pattern DECIMAL =
            Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,18})?");
    private static final Pattern GROUPED = Pattern.compile("[0-9]{1,3}([_, '][0-9]{3})+");

    private NumberText() {}

    public static Integer integer(String text) {
        long value = whole(text);
        if (value != (int) value) {
            throw new InvalidValueException(
                    "%s is out of range: at most %d.".formatted(Quote.of(text), Integer.MAX_VALUE));
        }
        return (int) value;
    }

    public static Long whole(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new InvalidValueException(notANumber(text, "whole number"));
        }
        return Long.parseLong(text);
    }

    public static Double decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new InvalidValueException(notANumber(text, "number"));
        }
        return Double.parseDouble(text);
    }

    /** Without an exponent and without needless zeros: {@code 1.25}, {@code 2}. */
    public static String format(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    public static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw new InvalidValueException(
                            switch (text.toLowerCase(Locale.ROOT)) {
                                case "true", "yes", "on", "y", "1" ->
                                        Quote.of(text) + " is not a boolean. Write true.";
                                case "false", "no", "off", "n", "0" ->
                                        Quote.of(text) + " is not a boolean. Write false.";
                                default -> Quote.of(text) + " is neither true nor false.";
                            });
        };
    }

    private static String notANumber(String text, String label) {
        String quoted = Quote.of(text);
        if (text.matches("0[0-9]{1,17}")) {
            return "%s has a leading zero, which some read as octal. Write %s."
                    .formatted(quoted, new BigInteger(text));
        }
        if (text.matches("0x[0-9A-Fa-f]{1,15}")) {
            return "%s is hexadecimal. Write %s."
                    .formatted(quoted, new BigInteger(text.substring(2), 16));
        }
        if (GROUPED.matcher(text).matches()) {
            return "%s has separators. Write %s.".formatted(quoted, text.replaceAll("[^0-9]", ""));
        }
        return "%s is not a %s.".formatted(quoted, label);
    }
}
