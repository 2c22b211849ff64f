package io.faultline.l7.limit;

import io.faultline.core.config.value.ByteSize;

/**
 * How large something may be.
 *
 * @param most {@code Long.MAX_VALUE} for no limit
 * @param text what stands in the evidence when it was reached: name, value, file and line
 */
public record Limit(long most, String text) {

    static Limit of(String name, ByteSize size, String origin) {
        return of(name, size.bytes(), size.toString(), origin);
    }

    /** 0 is no limit. */
    public static Limit orNone(String name, ByteSize size, String origin) {
        return size.bytes() == 0
                ? of(name, Long.MAX_VALUE, "unlimited", origin)
                : of(name, size, origin);
    }

    public static Limit of(String name, long most, String written, String origin) {
        return new Limit(most, name + "=" + written + " (" + origin + ")");
    }
}
