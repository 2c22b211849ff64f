package io.faultline.core.config.bind;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which components are not what the file says, because what it says could not be bound: they hold
 * their default, or lack an element. A check must not judge them, or one mistake is reported twice.
 */
public final class Damage {

    private final Map<Record, Set<String>> components = new IdentityHashMap<>();

    void add(Record owner, Collection<String> damaged) {
        if (!damaged.isEmpty()) {
            components.put(owner, Set.copyOf(damaged));
        }
    }

    public boolean contains(Record owner, String component) {
        return components.getOrDefault(owner, Set.of()).contains(component);
    }
}
