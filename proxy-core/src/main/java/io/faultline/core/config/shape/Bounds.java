package io.faultline.core.config.shape;

import io.faultline.core.config.describe.Address;

/** The least and the greatest value of a key as written in a file, both inclusive; empty is open. */
public record Bounds(String min, String max) {

    public static final Bounds NONE = new Bounds("", "");

    public boolean isOpen() {
        return min.isEmpty() && max.isEmpty();
    }

    /** Whether a value of this scalar type lies inside. */
    public boolean contains(Scalar scalar, Object value) {
        return (min.isEmpty() || compare(scalar, min, value) <= 0)
                && (max.isEmpty() || compare(scalar, max, value) >= 0);
    }

    @SuppressWarnings("unchecked") // both come from the same scalar's parser
    private static int compare(Scalar scalar, String bound, Object value) {
        Object limit = scalar.parse(bound, Address.Use.CONNECT);
        return ((Comparable<Object>) limit).compareTo(value);
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
