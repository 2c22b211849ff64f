package io.faultline.app.admin.text;

import java.time.Duration;
import java.time.Instant;

/** Words for a terminal. */
public final class Printable {

    private Printable() {}

    /**
     * The same text without control characters. Evidence may hold what a stranger sent, and an escape
     * sequence in it would be obeyed by the terminal of whoever looks.
     */
    public static String of(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.chars()
                .forEach(
                        c -> {
                            if (Character.isISOControl(c)) {
                                safe.append("\\x%02x".formatted(c));
                            } else {
                                safe.append((char) c);
                            }
                        });
        return safe.toString();
    }

    /** {@code 12 s ago}; never negative, for wall clocks are set back. */
    public static String ago(Instant then, Instant now) {
        return span(Duration.between(then, now)) + " ago";
    }

    /** {@code 850 ms}, {@code 12 s}, {@code 7 min}, {@code 3 h}, {@code 2 d}. */
    public static String span(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 120_000) {
            return millis / 1_000 + " s";
        }
        long minutes = millis / 60_000;
        if (minutes < 120) {
            return minutes + " min";
        }
        return minutes < 48 * 60 ? minutes / 60 + " h" : minutes / (24 * 60) + " d";
    }
}
