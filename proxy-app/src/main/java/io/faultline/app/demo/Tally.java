package io.faultline.app.demo;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** What became of the connections of one round: who answered how many, and which got no answer. */
final class Tally {

    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final Queue<String> unserved = new ConcurrentLinkedQueue<>();

    void answeredBy(String origin) {
        answers.merge(origin, 1, Integer::sum);
    }

    void notServed(String why) {
        unserved.add(why);
    }

    int served() {
        return answers.values().stream().mapToInt(Integer::intValue).sum();
    }

    int total() {
        return served() + unserved.size();
    }

    int of(String origin) {
        return answers.getOrDefault(origin, 0);
    }

    /** How many different origins answered. */
    int origins() {
        return answers.size();
    }

    List<String> unserved() {
        return List.copyOf(unserved);
    }

    /** {@code alpha 54  gamma 55}. */
    @Override
    public String toString() {
        return new TreeMap<>(answers)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining("  "));
    }
}
