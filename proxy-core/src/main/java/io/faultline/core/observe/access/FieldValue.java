package io.faultline.core.observe.access;

import io.faultline.core.observe.text.Utf8Buffer;
import io.faultline.core.wire.TcpInfo;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes one field of a record into a text line. What is absent is a dash. What came from outside is
 * escaped, so that nobody can forge a line or a column by what they send.
 */
@FunctionalInterface
interface FieldValue {

    void write(SessionRecord entry, Timestamps timestamps, Utf8Buffer out);

    static FieldValue text(Function<SessionRecord, @Nullable String> read) {
        return (entry, timestamps, out) -> {
            String value = read.apply(entry);
            if (value == null || value.isEmpty()) {
                out.ascii('-');
            } else {
                escaped(value, out);
            }
        };
    }

    /** Negative means absent. */
    static FieldValue number(ToLongFunction<SessionRecord> read) {
        return (entry, timestamps, out) -> {
            long value = read.applyAsLong(entry);
            if (value < 0) {
                out.ascii('-');
            } else {
                out.number(value);
            }
        };
    }

    static FieldValue tcp(
            Function<SessionRecord, @Nullable TcpInfo> of, ToLongFunction<TcpInfo> read) {
        return number(
                entry -> {
                    TcpInfo tcp = of.apply(entry);
                    return tcp == null ? -1 : read.applyAsLong(tcp);
                });
    }

    /** Microseconds as milliseconds with three decimals. */
    static FieldValue millis(ToLongFunction<SessionRecord> readMicros) {
        return (entry, timestamps, out) -> {
            long micros = readMicros.applyAsLong(entry);
            if (micros < 0) {
                out.ascii('-');
            } else {
                out.number(micros / 1_000);
                out.ascii('.');
                out.padded(micros % 1_000, 3, 10);
            }
        };
    }

    /** Microseconds as seconds with three decimals, as nginx writes times. */
    static FieldValue seconds(ToLongFunction<SessionRecord> readMicros) {
        return (entry, timestamps, out) -> {
            long micros = readMicros.applyAsLong(entry);
            if (micros < 0) {
                out.ascii('-');
            } else {
                out.number(micros / 1_000_000);
                out.ascii('.');
                out.padded(micros / 1_000 % 1_000, 3, 10);
            }
        };
    }

    private static void escaped(String value, Utf8Buffer out) {
        for (int i = 0; i < value.length(); ) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.ascii('\\');
                out.ascii(c);
                i++;
            } else if (Character.isISOControl(c)) {
                out.ascii("\\x");
                out.padded(c, 2, 16);
                i++;
            } else {
                i += out.codePoint(value, i);
            }
        }
    }
}
