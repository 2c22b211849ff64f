package io.faultline.testkit.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one scrape in Prometheus' text format 0.0.4 and holds it to the rules that promtool checks:
 * HELP and TYPE before the samples, families in one piece, no series twice, names by the conventions,
 * histograms that add up.
 */
public final class PrometheusText {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");
    private static final Set<String> TYPES =
            Set.of("counter", "gauge", "histogram", "summary", "untyped");

    private static final Set<String> SCALED_UNITS =
            Set.of("ms", "millis", "micros", "us", "nanos", "ns", "minutes", "hours", "kb", "mb");

    /** One series. */
    public record Sample(String name, Map<String, String> labels, double value) {}

    /** All series under one HELP and TYPE. */
    public record Family(String name, String type, String help, List<Sample> samples) {}

    private final Map<String, Family> families = new LinkedHashMap<>();
    private final Set<String> series = new HashSet<>();

    private PrometheusText() {}

    public static PrometheusText parse(String text) {
        PrometheusText parsed = new PrometheusText();
        check(text.endsWith("\n"), "the last line has no end");
        @Nullable String help = null;
        @Nullable Family current = null;
        for (String line : text.lines().toList()) {
            if (line.startsWith("# HELP ")) {
                help = line.substring("# HELP ".length());
            } else if (line.startsWith("# TYPE ")) {
                current = parsed.family(line.substring("# TYPE ".length()).split(" "), help);
                help = null;
            } else if (!line.isEmpty()) {
                parsed.sample(present(current, "a sample before any TYPE: " + line), line);
            }
        }
        parsed.families.values().forEach(PrometheusText::checkFamily);
        return parsed;
    }

    /** By the name on its TYPE line, in the order of the text. */
    public Map<String, Family> families() {
        return families;
    }

    /** The series of a family that must be there. */
    public List<Sample> samples(String familyName) {
        return present(families.get(familyName), "there is no " + familyName).samples();
    }

    /** The value of a series that must be there; names and values of its labels alternate. */
    public double value(String name, String... labels) {
        Map<String, String> wanted = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        List<Sample> named =
                families.values().stream()
                        .flatMap(family -> family.samples().stream())
                        .filter(sample -> sample.name().equals(name))
                        .toList();
        return named.stream()
                .filter(sample -> sample.labels().equals(wanted))
                .findFirst()
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        "no series %s%s; there are: %s"
                                                .formatted(name, wanted, named)))
                .value();
    }

    private Family family(String[] nameAndType, @Nullable String maybeHelp) {
        String name = nameAndType[0];
        String help = present(maybeHelp, name + " has no HELP right before it");
        check(help.startsWith(name + " "), name + " has no HELP right before it");
        check(NAME.matcher(name).matches(), name + " is no metric name");
        check(nameAndType.length == 2 && TYPES.contains(nameAndType[1]), name + " has no TYPE");
        Family family =
                new Family(
                        name, nameAndType[1], help.substring(name.length() + 1), new ArrayList<>());
        check(families.put(name, family) == null, name + " is described twice");
        return family;
    }

    private void sample(Family family, String line) {
        Matcher found = SAMPLE.matcher(line);
        check(found.matches(), "not a sample: " + line);
        String name = found.group(1);
        check(belongs(name, family), name + " stands among the samples of " + family.name());
        Map<String, String> labels = labels(found.group(2), line);
        check(series.add(name + labels), "twice: " + line);
        family.samples().add(new Sample(name, labels, number(found.group(3))));
    }

    private static Map<String, String> labels(@Nullable String text, String line) {
        Map<String, String> labels = new TreeMap<>();
        if (text == null) {
            return labels;
        }
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (end < text.length()) {
            check(label.find(end) && label.start() == end, "labels: " + line);
            check(!label.group(1).startsWith("__"), "reserved label: " + line);
            String value =
                    label.group(2).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
            check(labels.put(label.group(1), value) == null, "label twice: " + line);
            end = label.end();
        }
        return labels;
    }

    private static boolean belongs(String sample, Family family) {
        if (sample.equals(family.name())) {
            return !family.type().equals("histogram");
        }
        String suffix =
                sample.startsWith(family.name()) ? sample.substring(family.name().length()) : "";
        return switch (family.type()) {
            case "histogram" -> Set.of("_bucket", "_sum", "_count").contains(suffix);
            case "summary" -> Set.of("_sum", "_count", "_max").contains(suffix);
            default -> false;
        };
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static void checkFamily(Family family) {
        String name = family.name();
        boolean counter = family.type().equals("counter");
        check(!family.help().isBlank(), name + " has an empty HELP");
        check(!family.samples().isEmpty(), name + " has no samples");
        check(counter == name.endsWith("_total"), name + ": _total is for counters, and for all");
        for (String part : name.split("_", -1)) {
            check(!SCALED_UNITS.contains(part), name + " is not in a base unit");
        }
        family.samples().stream()
                .filter(sample -> counter)
                .forEach(sample -> check(sample.value() >= 0, "a negative counter: " + sample));
        if (family.type().equals("histogram")) {
            checkHistogram(family);
        }
    }

    /** Per set of labels: buckets grow, the last one is +Inf and equals the count. */
    private static void checkHistogram(Family family) {
        Map<Map<String, String>, TreeMap<Double, Double>> buckets = new LinkedHashMap<>();
        Map<Map<String, String>, Double> counts = new LinkedHashMap<>();
        Set<Map<String, String>> sums = new HashSet<>();
        for (Sample sample : family.samples()) {
            Map<String, String> labels = new TreeMap<>(sample.labels());
            if (sample.name().endsWith("_bucket")) {
                String bound = labels.remove("le");
                double upTo = number(present(bound, "a bucket without a bound: " + sample));
                buckets.computeIfAbsent(labels, k -> new TreeMap<>()).put(upTo, sample.value());
            } else if (sample.name().endsWith("_count")) {
                counts.put(labels, sample.value());
            } else {
                sums.add(labels);
            }
        }
        check(buckets.keySet().equals(counts.keySet()), family.name() + " lacks a _count");
        check(buckets.keySet().equals(sums), family.name() + " lacks a _sum");
        buckets.forEach(
                (labels, byBound) -> {
                    String which = family.name() + labels;
                    check(byBound.lastKey().isInfinite(), which + " has no +Inf bucket");
                    check(
                            byBound.lastEntry().getValue().equals(counts.get(labels)),
                            which + ": +Inf is not the count");
                    List<Double> values = List.copyOf(byBound.values());
                    check(values.equals(values.stream().sorted().toList()), which + " shrinks");
                });
    }

    private static <T> T present(@Nullable T value, String otherwise) {
        if (value == null) {
            throw new AssertionError("Prometheus text: " + otherwise);
        }
        return value;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError("Prometheus text: " + otherwise);
        }
    }
}
