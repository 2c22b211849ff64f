package io.faultline.core.observe.access;

import io.faultline.core.observe.text.Utf8Buffer;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Writes {@code 2026-01-02T03:04:05.678Z} (RFC 3339, UTC). The calendar is worked out once per
 * second: on a busy proxy thousands of lines share it. Not for two threads.
 */
final class Timestamps {

    private final Utf8Buffer second = new Utf8Buffer(32);
    private long epochSecond = Long.MIN_VALUE;
    private String cached = "";

    void write(long epochMillis, Utf8Buffer out) {
        long wanted = Math.floorDiv(epochMillis, 1_000L);
        if (wanted != epochSecond) {
            cached = format(wanted);
            epochSecond = wanted;
        }
        out.ascii(cached);
        out.padded(Math.floorMod(epochMillis, 1_000L), 3, 10);
        out.ascii('Z');
    }

    private String format(long atSecond) {
        LocalDateTime date = LocalDateTime.ofEpochSecond(atSecond, 0, ZoneOffset.UTC);
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
        second.ascii('.');
        return second.toString();
    }
}
