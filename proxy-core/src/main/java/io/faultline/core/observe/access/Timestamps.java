package io.faultline.core.observe.access;

import io.faultline.core.observe.text.Utf8Buffer;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes {@code 2026-01-02T03:04:05.678Z} (RFC 3339, UTC). The calendar is worked out once per
 * second: on a busy proxy thousands of lines share it. Not for two threads.
 */
final class Timestamps {

    private static final DateTimeFormatter COMMON =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss '+0000'", Locale.ENGLISH);

    private final Utf8Buffer second = new Utf8Buffer(32);
    private long epochSecond = Long.MIN_VALUE;
    private String cached = "";
    private String common = "";

    void write(long epochMillis, Utf8Buffer out) {
        turnTo(epochMillis);
        out.ascii(cached);
        out.ascii('.');
        out.padded(Math.floorMod(epochMillis, 1_000L), 3, 10);
        out.ascii('Z');
    }

    /** {@code 2026-01-02T03:04:05+00:00}: nginx's {@code $time_iso8601}. */
    void writeIso(long epochMillis, Utf8Buffer out) {
        turnTo(epochMillis);
        out.ascii(cached);
        out.ascii("+00:00");
    }

    /** {@code 02/Jan/2026:03:04:05 +0000}: the Common Log Format, nginx's {@code $time_local}. */
    void writeCommon(long epochMillis, Utf8Buffer out) {
        turnTo(epochMillis);
        out.ascii(common);
    }

    private void turnTo(long epochMillis) {
        long wanted = Math.floorDiv(epochMillis, 1_000L);
        if (wanted != epochSecond) {
            LocalDateTime date = LocalDateTime.ofEpochSecond(wanted, 0, ZoneOffset.UTC);
            cached = format(date);
            common = COMMON.format(date);
            epochSecond = wanted;
        }
    }

    private String format(LocalDateTime date) {
        second.truncate(0);
        second.padded(date.getYear(), 4, 10);
        second.ascii('-');
        second.padded(date.getMonthValue(), 2, 10);
        second.ascii('-');
        second.padded(date.getDayOfMonth(), 2, 10);
        second.ascii('T');
        second.padded(date.getHour(), 2, 10);
        second.ascii(':');
        second.padded(date.getMinute(), 2, 10);
        second.ascii(':');
        second.padded(date.getSecond(), 2, 10);
        return second.toString();
    }
}
