package io.faultline.core.fault;

import java.util.Arrays;
import java.util.List;

/**
 * What proves a fault: names and values in the order they were found. Made only when something
 * failed, never in the steady state.
 */
public record Evidence(List<String> namesAndValues) {

    public static final Evidence NONE = new Evidence(List.of());

    public Evidence {
        if (namesAndValues.size() % 2 != 0) {
            throw new IllegalArgumentException("a name without a value: " + namesAndValues);
        }
        namesAndValues = List.copyOf(namesAndValues);
    }

    /** Names and values alternate. */
    public static Evidence of(String... namesAndValues) {
        return new Evidence(Arrays.asList(namesAndValues));
    }

    public boolean isEmpty() {
        return namesAndValues.isEmpty();
    }

    public Evidence and(String name, String value) {
        var longer = new java.util.ArrayList<>(namesAndValues);
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
}
