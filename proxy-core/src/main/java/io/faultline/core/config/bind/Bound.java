package io.faultline.core.config.bind;

import org.jspecify.annotations.Nullable;

/**
 * What became of one value in the file.
 *
 * @param damaged it is not, or not all of, what the file says; the problem is reported
 */
record Bound(@Nullable Object value, boolean damaged) {

    static final Bound FAILED = new Bound(null, true);

    static Bound whole(@Nullable Object value) {
        return new Bound(value, false);
    }

    /** Null stands for a failure. */
    static Bound orFailed(@Nullable Object value) {
        return value == null ? FAILED : whole(value);
    }
}
