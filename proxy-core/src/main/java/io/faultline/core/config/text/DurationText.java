package io.faultline.core.config.text;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as {@code 5s}, {@code 100ms}, {@code 1m30s}. A bare number is refused: one reader takes it
 * for seconds, the next for milliseconds, and both are sure.
 */
public final class DurationText {

    /** For the JSON Schema; the whole text, never empty. */
    public static final String PATTERN =
            "^(?=.)([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$";

    private static final Pattern WELL_FORMED = Pattern.compile(PATTERN);
    private static final Pattern PART = Pattern.compile("([0-9]{1,15})(ms|[dhms])");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern CLOCK = Pattern.compile("([0-9]{1,4}):([0-9]{1,2})");
    private static final Pattern FRACTION = Pattern.compile("([0-9]{1,9}\\.[0-9]{1,6})(ms|[dhms])");
    private static final Pattern LOOSE = Pattern.compile("([0-9]{1,9})\\s*([A-Za-z]+)");

    private static final List<String> UNITS = List.of("d", "h", "m", "s", "ms");
    private static final Map<String, Long> MILLIS =
            Map.of("d", 86_400_000L, "h", 3_600_000L, "m", 60_000L, "s", 1_000L, "ms", 1L);
    private static final Map<String, String> SPELLED =
            Map.ofEntries(
                    Map.entry("sec", "s"),
                    Map.entry("secs", "s"),
                    Map.entry("second", "s"),
                    Map.entry("seconds", "s"),
                    Map.entry("min", "m"),
                    Map.entry("mins", "m"),
                    Map.entry("minute", "m"),
                    Map.entry("minutes", "m"),
                    Map.entry("hr", "h"),
                    Map.entry("hour", "h"),
                    Map.entry("hours", "h"),
                    Map.entry("day", "d"),
                    Map.entry("days", "d"),
                    Map.entry("msec", "ms"),
                    Map.entry("millis", "ms"),
                    Map.entry("milliseconds", "ms"));
    private static final Duration LONGEST = Duration.ofDays(365);

    private DurationText() {}

    public static Duration parse(String text) {
        if (text.length() > 64 || !WELL_FORMED.matcher(text).matches()) {
            throw new InvalidValueException(whatIsWrong(text));
        }
        Duration sum = Duration.ZERO;
        int end = 0;
        Matcher part = PART.matcher(text);
        while (part.find() && part.start() == end) {
            sum = sum.plusMillis(saturated(Long.parseLong(part.group(1)), part.group(2)));
            end = part.end();
        }
        if (end < text.length() || sum.compareTo(LONGEST) > 0) {
            throw new InvalidValueException(
                    Quote.of(text) + " is longer than a year (365d). Is the unit right?");
        }
        return sum;
    }

    /** The shortest text that {@link #parse} reads back: {@code 1m30s}, {@code 0s}. */
    public static String format(Duration duration) {
        long rest = duration.toMillis();
        StringBuilder text = new StringBuilder();
        for (String unit : UNITS) {
            long millis = MILLIS.getOrDefault(unit, 1L);
            if (rest >= millis) {
                text.append(rest / millis).append(unit);
                rest %= millis;
            }
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static long saturated(long count, String unit) {
        long millis = MILLIS.getOrDefault(unit, 1L);
        long longest = LONGEST.toMillis();
        return count > longest / millis ? longest + 1 : count * millis;
    }

    private static String whatIsWrong(String text) {
        String quoted = Quote.of(text);
        Matcher clock = CLOCK.matcher(text);
        Matcher fraction = FRACTION.matcher(text);
        Matcher loose = LOOSE.matcher(text);
        if (NUMBER.matcher(text).matches()) {
            return Long.parseLong(text) == 0
                    ? quoted + " has no unit. Write 0s."
                    : "%s has no unit. Write %ss for seconds or %sms for milliseconds."
                            .formatted(quoted, text, text);
        }
        if (clock.matches()) {
            return "%s could be hours or minutes. Write %sm%ss for minutes and seconds."
                    .formatted(
                            quoted, Long.parseLong(clock.group(1)), Long.parseLong(clock.group(2)));
        }
        if (fraction.matches()) {
            double millis =
                    Double.parseDouble(fraction.group(1))
                            * MILLIS.getOrDefault(fraction.group(2), 1L);
            return "%s has a fraction. Write %s."
                    .formatted(quoted, format(Duration.ofMillis(Math.max(1, Math.round(millis)))));
        }
        if (loose.matches()) {
            String word = loose.group(2).toLowerCase(Locale.ROOT);
            String unit = UNITS.contains(word) ? word : SPELLED.get(word);
            if (unit != null) {
                return "%s is not how a duration is written. Write %s%s."
                        .formatted(quoted, loose.group(1), unit);
            }
        }
        if (text.startsWith("-")) {
            return quoted + " is negative. A duration is 0s or more.";
        }
        return quoted
                + " is not a duration. Write it like 5s, 100ms or 1m30s;"
                + " the units are d, h, m, s and ms, the largest first.";
    }
}
