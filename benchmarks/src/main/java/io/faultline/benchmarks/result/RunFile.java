package io.faultline.benchmarks.result;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** A run as a file of JSON: raw samples, for whoever wants to compute something else. JSON is YAML too, so it is read with what reads configurations. */
public final class RunFile {

    private static final int MOST_CHARACTERS = 256 << 20;

    private RunFile() {}

    /** Whole or not at all: somebody may stop the run at any moment. */
    public static void write(RunResult run, Path file) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text(run));
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static String text(RunResult run) {
        var root = new LinkedHashMap<String, Object>();
        root.put("kind", run.kind());
        root.put("facts", run.facts());
        root.put("versions", run.versions());
        root.put("leftOut", run.leftOut());
        root.put("configs", run.configs());
        root.put("rows", run.rows().stream().map(RunFile::row).toList());
        root.put("samples", run.samples().stream().map(RunFile::sample).toList());
        return Json.of(root) + "\n";
    }

    private static Map<String, Object> row(RowInfo row) {
        var map = new LinkedHashMap<String, Object>();
        map.put("id", row.id());
        map.put("title", row.title());
        map.put("unit", row.unit().name());
        map.put("size", row.unit().size());
        map.put("cost", row.unit().cost());
        map.put("x", row.x());
        map.put("command", row.command());
        return map;
    }

    private static Map<String, Object> sample(Sample sample) {
        var map = new LinkedHashMap<String, Object>();
        map.put("row", sample.row());
        map.put("who", sample.who());
        map.put("round", sample.round());
        sample.values().forEach((metric, value) -> map.put(metric.key, value));
        return map;
    }

    public static RunResult read(Path file) throws IOException {
        try {
            return parse(Files.readString(file));
        } catch (YAMLException | ClassCastException | NullPointerException notOurs) {
            throw new IOException(file + " is not a file that this program wrote", notOurs);
        }
    }

    static RunResult parse(String text) {
        var options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        Map<String, Object> root = new Yaml(new SafeConstructor(options)).load(text);
        var run = new RunResult(text(root, "kind"));
        strings(root, "facts", run.facts());
        strings(root, "versions", run.versions());
        strings(root, "leftOut", run.leftOut());
        strings(root, "configs", run.configs());
        list(root, "rows").forEach(row -> run.add(rowOf(row)));
        list(root, "samples").forEach(sample -> run.add(sampleOf(sample)));
        return run;
    }

    private static RowInfo rowOf(Map<String, Object> map) {
        return new RowInfo(
                text(map, "id"),
                text(map, "title"),
                new RowInfo.Unit(text(map, "unit"), number(map, "size"), text(map, "cost")),
                number(map, "x"),
                text(map, "command"));
    }

    private static Sample sampleOf(Map<String, Object> map) {
        var values = new EnumMap<Metric, Double>(Metric.class);
        map.forEach(
                (key, value) -> {
                    if (value instanceof Number number) {
                        Metric.of(key)
                                .ifPresent(metric -> values.put(metric, number.doubleValue()));
                    }
                });
        return new Sample(text(map, "row"), text(map, "who"), (int) number(map, "round"), values);
    }

    private static double number(Map<String, Object> map, String key) {
        return ((Number) known(map, key)).doubleValue();
    }

    private static String text(Map<String, Object> map, String key) {
        return (String) known(map, key);
    }

    private static Object known(Map<String, Object> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }

    private static void strings(Map<String, Object> root, String key, Map<String, String> into) {
        ((Map<?, ?>) known(root, key)).forEach((name, value) -> into.put("" + name, "" + value));
    }

    @SuppressWarnings(
            "unchecked") // what is something else ends in a ClassCastException that is told
    private static List<Map<String, Object>> list(Map<String, Object> root, String key) {
        return (List<Map<String, Object>>) known(root, key);
    }
}
