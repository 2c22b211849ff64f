package io.faultline.core.fault;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What proves a fault: names and values in the order they were found. Made only when something
 * failed, never in the steady state.
 */
public record Evidence(List<String> namesAndValues) {

    public static final Evidence NONE = new Evidence(List.of());

    private static final int MAX_CHARS = 2_000; // of one value: faults are kept in memory

    public Evidence {
        if (namesAndValues.size() % 2 != 0) {
            throw new IllegalArgumentException("a name without a value: " + namesAndValues);
        }
        namesAndValues = namesAndValues.stream().map(Evidence::cut).toList();
    }

    /** Names and values alternate. */
    public static Evidence of(String... namesAndValues) {
        return new Evidence(Arrays.asList(namesAndValues));
    }

    /** The first value under this name, or null. */
    public @Nullable String value(String name) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).equals(name)) {
                return namesAndValues.get(i + 1);
            }
        }
        return null;
    }

    public boolean isEmpty() {
        return namesAndValues.isEmpty();
    }

    public Evidence and(String name, String value) {
        var longer = new ArrayList<>(namesAndValues);
        longer.add(name);
        longer.add(value);
        return new Evidence(longer);
    }

    /** As a human reads it: {@code errno=ECONNREFUSED address=10.0.0.1:80}. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            text.append(i == 0 ? "" : " ").append(namesAndValues.get(i)).append('=');
            text.append(namesAndValues.get(i + 1));
        }
        return text.toString();
    }

    private static String cut(String text) {
        return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "...";
    }
}
