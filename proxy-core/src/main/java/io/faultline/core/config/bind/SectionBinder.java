package io.faultline.core.config.bind;

import io.faultline.core.config.ProtocolSection;
import io.faultline.core.config.shape.Key;
import io.faultline.core.config.shape.Kind;
import io.faultline.core.config.shape.RecordShape;
import io.faultline.core.config.source.Location;
import io.faultline.core.config.source.Origins;
import io.faultline.core.config.source.Problems;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.text.Suggestion;
import io.faultline.core.config.yaml.YamlNode;
import io.faultline.core.config.yaml.YamlNode.Entry;
import io.faultline.core.config.yaml.YamlNode.Mapping;
import io.faultline.core.config.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds a mapping with known keys to its record. */
final class SectionBinder {

    /** Where a default stands: in no line of any file. */
    private static final Location NOWHERE = Location.ofFile(Origins.DEFAULT);

    private final ConfigBinder values;
    private final Map<String, Class<? extends Record>> protocols;
    private final Problems problems;
    private final Origins.Recorder origins;
    private final Damage damage;

    SectionBinder(
            ConfigBinder values,
            Map<String, Class<? extends Record>> protocols,
            Problems problems,
            Origins.Recorder origins,
            Damage damage) {
        this.values = values;
        this.protocols = protocols;
        this.problems = problems;
        this.origins = origins;
        this.damage = damage;
    }

    @Nullable Record bind(RecordShape shape, YamlNode node, Location at, KeyPath path) {
        Written written = written(shape, node, path);
        if (written == null) {
            return null;
        }
        List<@Nullable Object> components = new ArrayList<>();
        List<String> damaged = new ArrayList<>();
        boolean complete = true;
        for (Key key : shape.keys()) {
            Bound bound = component(key, written, node, path);
            Object value = bound.value();
            if (bound.damaged()) {
                damaged.add(key.name());
                value = value == null ? valueOfAbsent(key, path) : value;
            }
            complete &= value != null || key.nullable();
            components.add(value);
        }
        Record section = complete ? create(shape, components, at, path) : null;
        if (section != null) {
            damage.add(section, damaged);
            recordOrigins(shape, section, written.entries().values(), at);
        }
        return section;
    }

    private Bound component(Key key, Written written, YamlNode node, KeyPath path) {
        if (key.kind() instanceof Kind.ProtocolKey) {
            return protocol(written, node, path);
        }
        Entry entry = written.entries().get(key.name());
        if (entry == null) {
            Object absent = valueOfAbsent(key, path);
            if (absent != null || key.nullable()) {
                return new Bound(absent, written.mistyped().contains(key.name()));
            }
            if (!written.mistyped().contains(key.name())) {
                problems.error(
                        node.location(),
                        "missing key %s %s: %s"
                                .formatted(Quote.of(key.name()), path.inWords(), key.doc()));
            }
            return Bound.FAILED;
        }
        // A scalar in place of the whole section has the path of the section.
        KeyPath valuePath = entry.value() == node ? path : path.key(key.name());
        return values.value(
                key, key.kind(), entry.value(), ConfigBinder.whereItBegins(entry), valuePath);
    }

    private Bound protocol(Written written, YamlNode node, KeyPath path) {
        List<Entry> sections =
                written.entries().values().stream()
                        .filter(entry -> protocols.containsKey(entry.key()))
                        .toList();
        String choice = String.join(", ", protocols.keySet());
        if (sections.isEmpty()) {
            if (written.mistyped().stream().noneMatch(protocols::containsKey)) {
                problems.error(
                        node.location(),
                        "%s does not say what it speaks. Add one of these keys: %s."
                                .formatted(path, choice));
            }
            return Bound.FAILED;
        }
        Entry first = sections.getFirst();
        for (Entry second : sections.subList(1, sections.size())) {
            problems.error(
                    second.keyLocation(),
                    "%s has both '%s' and '%s'. A listener speaks one of: %s."
                            .formatted(path, first.key(), second.key(), choice));
        }
        Class<? extends Record> type = Objects.requireNonNull(protocols.get(first.key()));
        KeyPath sectionPath = path.key(first.key());
        if (first.value() instanceof Scalar scalar && scalar.nothing()) {
            problems.error(
                    first.keyLocation(),
                    sectionPath + " has no value. Write its keys below it, indented.");
            return Bound.FAILED;
        }
        Record settings =
                bind(RecordShape.of(type), first.value(), first.keyLocation(), sectionPath);
        return settings == null
                ? Bound.FAILED
                : Bound.whole(new ProtocolSection(first.key(), settings));
    }

    /** The default, or nothing: an empty list or mapping, null where that is allowed. */
    private @Nullable Object valueOfAbsent(Key key, KeyPath path) {
        String preset = key.defaultText();
        if (preset != null) {
            YamlNode node =
                    preset.equals("{}")
                            ? new Mapping(List.of(), NOWHERE)
                            : new Scalar(preset, false, NOWHERE);
            Object value =
                    values.value(key, key.kind(), node, NOWHERE, path.key(key.name())).value();
            if (value == null) {
                throw new IllegalStateException(path + ": bad default of " + key.name());
            }
            return value;
        }
        return switch (key.kind()) {
            case Kind.ListOf ignored -> List.of();
            case Kind.MapOf ignored -> Map.of();
            default -> null;
        };
    }

    private @Nullable Record create(
            RecordShape shape, List<@Nullable Object> components, Location at, KeyPath path) {
        try {
            return shape.create(components);
        } catch (IllegalArgumentException doNotFit) {
            problems.error(at, path + ": " + doNotFit.getMessage());
            return null;
        }
    }

    private void recordOrigins(
            RecordShape shape, Record section, Collection<Entry> written, Location at) {
        origins.record(section, at);
        for (Entry entry : written) {
            if (shape.key(entry.key()) != null) {
                origins.record(section, entry.key(), ConfigBinder.whereItBegins(entry));
            } else if (shape.protocol() != null && protocols.containsKey(entry.key())) {
                origins.record(section, shape.protocol().name(), entry.keyLocation());
            }
        }
    }

    /** Keeps the first of two equal keys: the reader has seen it, and so has whoever reads the diff. */
    Map<String, Entry> withoutDuplicates(Mapping mapping, KeyPath path) {
        Map<String, Entry> unique = new LinkedHashMap<>();
        for (Entry entry : mapping.entries()) {
            Entry first = unique.putIfAbsent(entry.key(), entry);
            if (first != null) {
                problems.error(
                        entry.keyLocation(),
                        "duplicate key %s %s. It is already written at %s: keep one of them."
                                .formatted(
                                        Quote.of(entry.key()),
                                        path.inWords(),
                                        first.keyLocation().exact()));
            }
        }
        return unique;
    }

    private @Nullable Written written(RecordShape shape, YamlNode node, KeyPath path) {
        Key shorthand = shape.shorthand();
        if (node instanceof Scalar && shorthand != null) {
            Entry entry = new Entry(shorthand.name(), node.location(), node);
            return new Written(Map.of(shorthand.name(), entry), Set.of());
        }
        List<String> known = keysOf(shape);
        if (!(node instanceof Mapping mapping)) {
            values.reportKind(node, path, "a mapping", keysInWords(known));
            return null;
        }
        Map<String, Entry> entries = withoutDuplicates(mapping, path);
        Set<String> mistyped = new HashSet<>();
        for (Entry entry : entries.values()) {
            if (!known.contains(entry.key()) && problems.hasRoom()) {
                String meant = Suggestion.nearest(entry.key(), known);
                String fix =
                        meant == null
                                ? whereItBelongs(shape, entry.key(), known)
                                : " Did you mean " + Quote.of(meant) + "?";
                problems.error(
                        entry.keyLocation(),
                        "unknown key %s %s.%s"
                                .formatted(Quote.of(entry.key()), path.inWords(), fix));
                if (meant != null) {
                    mistyped.add(meant);
                }
            }
        }
        return new Written(entries, mistyped);
    }

    private List<String> keysOf(RecordShape shape) {
        List<String> keys = new ArrayList<>();
        for (Key key : shape.keys()) {
            if (key.kind() instanceof Kind.ProtocolKey) {
                keys.addAll(protocols.keySet());
            } else {
                keys.add(key.name());
            }
        }
        return keys;
    }

    private static String whereItBelongs(RecordShape shape, String key, List<String> known) {
        List<String> homes =
                shape.keys().stream()
                        .filter(
                                each ->
                                        each.kind() instanceof Kind.Section section
                                                && RecordShape.of(section.type()).key(key) != null)
                        .map(Key::name)
                        .toList();
        return homes.isEmpty()
                ? keysInWords(known)
                : " It is a key of %s.".formatted(String.join(", ", homes));
    }

    private static String keysInWords(List<String> known) {
        return known.isEmpty()
                ? " This section has no keys: write {}."
                : " The keys are: %s.".formatted(String.join(", ", known));
    }

    /**
     * The entries of a section.
     *
     * @param mistyped known keys that an unknown one was probably meant to be: they are not missing
     */
    private record Written(Map<String, Entry> entries, Set<String> mistyped) {}
}
