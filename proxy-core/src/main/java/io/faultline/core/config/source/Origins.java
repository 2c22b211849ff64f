package io.faultline.core.config.source;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which line of which file set a value: so that a timeout that fires can say where it is written.
 *
 * <p>Records are told apart by identity, since two sections with equal content stand on different
 * lines. Safe to read from every thread once built.
 */
public final class Origins {

    /** What {@link #of} answers for a value nobody wrote. */
    public static final String DEFAULT = "default";

    // Reflection makes the names anew whenever it is asked, and a large file asks ten thousand
    // times.
    private static final ClassValue<Set<String>> COMPONENTS =
            new ClassValue<>() {
                @Override
                protected Set<String> computeValue(Class<?> type) {
                    return Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getName)
                            .collect(Collectors.toUnmodifiableSet());
                }
            };

    private final IdentityHashMap<Record, Location> whole = new IdentityHashMap<>();
    private final IdentityHashMap<Record, Map<String, Location>> components =
            new IdentityHashMap<>();

    private Origins() {}

    /** For a configuration made in code: everything is a default. */
    public static Origins none() {
        return new Origins();
    }

    /** {@code edge.yaml:12} for a component that was written, {@code default} for one that was not. */
    public String of(Record owner, String component) {
        Location location = locate(owner, component);
        return location == null ? DEFAULT : location.toString();
    }

    /** The line a section, an address or a network of a list stands on. */
    public String of(Record value) {
        Location location = whole.get(value);
        return location == null ? DEFAULT : location.toString();
    }

    public @Nullable Location locate(Record owner, String component) {
        checkComponent(owner, component);
        Map<String, Location> known = components.get(owner);
        return known == null ? null : known.get(component);
    }

    public @Nullable Location locate(Record value) {
        return whole.get(value);
    }

    // A misspelt component would silently answer "default".
    private static void checkComponent(Record owner, String component) {
        if (!COMPONENTS.get(owner.getClass()).contains(component)) {
            throw new IllegalArgumentException(
                    owner.getClass().getSimpleName() + " has no component " + component);
        }
    }

    /** Filled while the file is bound. */
    public static final class Recorder {

        private final Origins origins = new Origins();

        /** What stands in no line of the file is a default and stays unrecorded. */
        public void record(Record value, Location location) {
            if (!location.isWholeFile()) {
                origins.whole.put(value, location);
            }
        }

        public void record(Record owner, String component, Location location) {
            if (!location.isWholeFile()) {
                origins.components
                        .computeIfAbsent(owner, ignored -> new HashMap<>())
                        .put(component, location);
            }
        }

        public Origins origins() {
            return origins;
        }
    }
}
