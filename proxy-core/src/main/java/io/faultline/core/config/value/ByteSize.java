package io.faultline.core.config.value;

import io.faultline.core.config.text.InvalidValueException;
import io.faultline.core.config.text.Quote;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size in bytes, written {@code 512}, {@code 64KiB}, {@code 1MiB}. {@code KB} is 1000 and {@code KiB}
 * is 1024 bytes; a lone {@code K} is refused, since it means either.
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    /** For the JSON Schema. */
    public static final String PATTERN = "^[0-9]+([kKMG]?B|[KMG]iB)?$";

    private static final Pattern WELL_FORMED =
            Pattern.compile("(0|[1-9][0-9]{0,14})([kKMG]?B|[KMG]iB)?");
    private static final Pattern LOOSE =
            Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)\\s*([A-Za-z]{1,3})");
    private static final Map<String, Long> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("GiB", 1L << 30);
        UNITS.put("GB", 1_000_000_000L);
        UNITS.put("MiB", 1L << 20);
        UNITS.put("MB", 1_000_000L);
        UNITS.put("KiB", 1L << 10);
        UNITS.put("KB", 1_000L);
        UNITS.put("B", 1L);
    }

    public static ByteSize parse(String text) {
        Matcher size = WELL_FORMED.matcher(text);
        if (!size.matches()) {
            throw new InvalidValueException(whatIsWrong(text));
        }
        String unit = size.group(2) == null ? "B" : size.group(2).replace('k', 'K');
        long unitBytes = UNITS.getOrDefault(unit, 1L);
        long count = Long.parseLong(size.group(1));
        if (count > Long.MAX_VALUE / unitBytes) {
            throw new InvalidValueException(
                    Quote.of(text) + " is more bytes than exist. Is the unit right?");
        }
        return new ByteSize(count * unitBytes);
    }

    private static String whatIsWrong(String text) {
        String quoted = Quote.of(text);
        Matcher loose = LOOSE.matcher(text);
        if (loose.matches()) {
            String number = loose.group(1);
            String unit = loose.group(2).toUpperCase(Locale.ROOT);
            if ("KMG".contains(unit)) {
                return "%s could be %s%siB or %s%sB, which differ. Write one of them."
                        .formatted(quoted, number, unit, number, unit);
            }
            for (var known : UNITS.entrySet()) {
                if (known.getKey().equalsIgnoreCase(unit)) {
                    BigDecimal bytes =
                            new BigDecimal(number).multiply(BigDecimal.valueOf(known.getValue()));
                    long whole = bytes.setScale(0, RoundingMode.HALF_UP).longValueExact();
                    return "%s is not how a size is written. Write %s."
                            .formatted(quoted, new ByteSize(whole));
                }
            }
        }
        return quoted + " is not a size. Write it like 512, 64KiB or 1MiB.";
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The largest unit that needs no fraction: {@code 64KiB}, {@code 1000}. */
    @Override
    public String toString() {
        for (var unit : UNITS.entrySet()) {
            if (bytes != 0 && bytes % unit.getValue() == 0 && unit.getKey().contains("i")) {
                return bytes / unit.getValue() + unit.getKey();
            }
        }
        return Long.toString(bytes);
    }
}
