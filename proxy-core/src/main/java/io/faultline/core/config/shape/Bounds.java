package io.faultline.core.config.shape;

import io.faultline.core.config.describe.Address;
import org.jspecify.annotations.Nullable;

/**
 * The least and the greatest value of a key, both inclusive.
 *
 * @param min as written in a file; empty is open
 * @param max as written in a file; empty is open
 */
public record Bounds(
        String min,
        String max,
        @Nullable Comparable<Object> least,
        @Nullable Comparable<Object> greatest) {

    static final Bounds NONE = new Bounds("", "", null, null);

    static Bounds of(Scalar scalar, String min, String max) {
        return new Bounds(min, max, limit(scalar, min), limit(scalar, max));
    }

    @SuppressWarnings("unchecked") // every scalar that has an order is comparable to its own kind
    private static @Nullable Comparable<Object> limit(Scalar scalar, String text) {
        return text.isEmpty() ? null : (Comparable<Object>) scalar.parse(text, Address.Use.CONNECT);
    }

    public boolean isOpen() {
        return least == null && greatest == null;
    }

    /** Whether a value of the key's own type lies inside. */
    public boolean contains(Object value) {
        return (least == null || least.compareTo(value) <= 0)
                && (greatest == null || greatest.compareTo(value) >= 0);
    }

    /** {@code 10ms to 10s}, {@code at least 1}, {@code at most 5m}. */
    @Override
    public String toString() {
        if (min.isEmpty()) {
            return max.isEmpty() ? "" : "at most " + max;
        }
        return max.isEmpty() ? "at least " + min : min + " to " + max;
    }
}
