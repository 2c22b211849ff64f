package io.faultline.core.config.bind;

import io.faultline.core.config.ProtocolSection;
import io.faultline.core.config.shape.Key;
import io.faultline.core.config.shape.Kind;
import io.faultline.core.config.shape.RecordShape;
import io.faultline.core.config.source.Location;
import io.faultline.core.config.source.Origins;
import io.faultline.core.config.source.Problems;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.yaml.YamlNode;
import io.faultline.core.config.yaml.YamlNode.Entry;
import io.faultline.core.config.yaml.YamlNode.Mapping;
import io.faultline.core.config.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final Map<Key, Object> presets = new IdentityHashMap<>();

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
        WrittenKeys written = written(shape, node, path);
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

    private Bound component(Key key, WrittenKeys written, YamlNode node, KeyPath path) {
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

    private Bound protocol(WrittenKeys written, YamlNode node, KeyPath path) {
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
            Object known = presets.get(key);
            if (known == null) {
                known = preset(key, preset, path);
                presets.put(key, known);
            }
            return known;
        }
        return switch (key.kind()) {
            case Kind.ListOf ignored -> List.of();
            case Kind.MapOf ignored -> Map.of();
            default -> null;
        };
    }

    /** A thousand routes have the same defaults, which stand in no line: one record serves all of them. */
    private Object preset(Key key, String text, KeyPath path) {
        YamlNode node =
                text.equals("{}")
                        ? new Mapping(List.of(), NOWHERE)
                        : new Scalar(text, false, NOWHERE);
        Object value = values.value(key, key.kind(), node, NOWHERE, path.key(key.name())).value();
        if (value == null) {
            throw new IllegalStateException(path + ": bad default of " + key.name());
        }
        return value;
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

    private @Nullable WrittenKeys written(RecordShape shape, YamlNode node, KeyPath path) {
        Key shorthand = shape.shorthand();
        if (node instanceof Scalar && shorthand != null) {
            return WrittenKeys.alone(shorthand.name(), node);
        }
        if (!(node instanceof Mapping mapping)) {
            String known = WrittenKeys.inWords(WrittenKeys.known(shape, protocols.keySet()));
            values.reportKind(node, path, "a mapping", known);
            return null;
        }
        return WrittenKeys.of(mapping, shape, protocols.keySet(), path, problems);
    }
}
