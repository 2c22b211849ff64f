package io.faultline.benchmarks.result;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All of a run: where and how it was taken, what was asked, every sample in the order it was taken, and who could not take part. */
public final class RunResult {

    private final String kind;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final Map<String, String> versions = new LinkedHashMap<>();
    private final Map<String, String> configs = new LinkedHashMap<>();
    private final Map<String, String> leftOut = new LinkedHashMap<>();
    private final Map<String, RowInfo> rows = new LinkedHashMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private final Set<String> takenOver = new HashSet<>();

    /** @param kind which command made it: {@code compare}, {@code ladder} or {@code growth} */
    public RunResult(String kind) {
        this.kind = kind;
    }

    public String kind() {
        return kind;
    }

    /** The machine, the date, the commit, how long and how often. */
    public Map<String, String> facts() {
        return facts;
    }

    public Map<String, String> versions() {
        return versions;
    }

    /** What each contender was told, by section and name. */
    public Map<String, String> configs() {
        return configs;
    }

    /** Why something is missing, by what it is. */
    public Map<String, String> leftOut() {
        return leftOut;
    }

    public void add(RowInfo row) {
        rows.put(row.id(), row);
    }

    public void add(Sample sample) {
        if (takenOver.remove(sample.row())) {
            samples.removeIf(each -> each.row().equals(sample.row()));
            leftOut.keySet().removeIf(what -> what.startsWith(sample.row() + " "));
        }
        samples.add(sample);
    }

    /** What an earlier run has measured stays until the same row has a sample of this one: rows are measured anew one by one. */
    public void takeOver(RunResult earlier) {
        facts.put(
                "rows that were not measured anew are of",
                "%s, commit %s"
                        .formatted(
                                earlier.facts.getOrDefault("date", "an unknown date"),
                                earlier.facts.getOrDefault("commit", "unknown")));
        versions.putAll(earlier.versions);
        configs.putAll(earlier.configs);
        leftOut.putAll(earlier.leftOut);
        rows.putAll(earlier.rows);
        samples.addAll(earlier.samples);
        takenOver.addAll(earlier.rows.keySet());
    }

    public List<RowInfo> rows() {
        return List.copyOf(rows.values());
    }

    public Optional<RowInfo> row(String id) {
        return Optional.ofNullable(rows.get(id));
    }

    /** Rows whose id begins so. */
    public List<RowInfo> rowsOf(String prefix) {
        return rows.values().stream().filter(row -> row.id().startsWith(prefix)).toList();
    }

    public List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** Those with samples of this row, in the order they first ran. */
    public List<String> contenders(String row) {
        return samples.stream()
                .filter(each -> each.row().equals(row))
                .map(Sample::who)
                .distinct()
                .toList();
    }

    /** One value per round, NaN where a round has none, so that rounds of two contenders can be paired. */
    public double[] values(String row, String who, Metric metric) {
        int rounds = samples.stream().mapToInt(Sample::round).max().orElse(-1) + 1;
        double[] values = new double[rounds];
        java.util.Arrays.fill(values, Double.NaN);
        for (var sample : samples) {
            if (sample.row().equals(row) && sample.who().equals(who)) {
                values[sample.round()] = sample.value(metric);
            }
        }
        return values;
    }

    public double median(String row, String who, Metric metric) {
        return Statistics.median(values(row, who, metric));
    }

    /** How many times the other's, round by round. */
    public Interval ratio(String row, String who, String reference, Metric metric) {
        return Statistics.ratio(values(row, who, metric), values(row, reference, metric));
    }
}
