package io.faultline.l7.structured;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of a list: an item, or an inner list of items.
 *
 * @param item null for an inner list
 * @param inner the items of an inner list; empty for an item
 */
public record Member(@Nullable BareItem item, List<Member> inner, List<Parameter> parameters) {

    /** The value under this key, or null. */
    public @Nullable BareItem parameter(String key) {
        for (Parameter parameter : parameters) {
            if (parameter.key().equals(key)) {
                return parameter.value();
            }
        }
        return null;
    }
}
