package io.faultline.core.config.shape;

import io.faultline.core.config.describe.Address;
import org.jspecify.annotations.Nullable;

/**
 * One key of a section: a record component with what its annotations say about it.
 *
 * @param defaultText the value of an absent key as it would be written, or null
 * @param nullable may be absent without a default
 * @param refersTo the top-level mapping the value must be a key of, or null
 */
public record Key(
        String name,
        Kind kind,
        String doc,
        @Nullable String defaultText,
        boolean nullable,
        Bounds bounds,
        @Nullable String refersTo,
        boolean secret,
        Address.Use use) {

    /** Absent lists and mappings are empty; of everything else somebody must say the value. */
    public boolean required() {
        return defaultText == null
                && !nullable
                && !(kind instanceof Kind.ListOf)
                && !(kind instanceof Kind.MapOf);
    }
}
