package io.faultline.core.config.bind;

import io.faultline.core.config.shape.Key;
import io.faultline.core.config.shape.Kind;
import io.faultline.core.config.shape.RecordShape;
import io.faultline.core.config.source.Location;
import io.faultline.core.config.source.Origins;
import io.faultline.core.config.source.Problems;
import io.faultline.core.config.yaml.YamlNode;
import io.faultline.core.config.yaml.YamlNode.Entry;
import io.faultline.core.config.yaml.YamlNode.Mapping;
import io.faultline.core.config.yaml.YamlNode.Refused;
import io.faultline.core.config.yaml.YamlNode.Scalar;
import io.faultline.core.config.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Binds a tree of YAML nodes to records, and reports everything on the way that does not fit.
 *
 * <p>It never stops at a problem: a value that cannot be bound is left out and noted as {@link Damage},
 * and the walk goes on.
 */
public final class ConfigBinder {

    private final Problems problems;
    private final ScalarBinder scalars;
    private final SectionBinder sections;
    private final Origins.Recorder origins = new Origins.Recorder();
    private final List<Reference> references = new ArrayList<>();
    private final Map<String, Set<String>> names = new HashMap<>();
    private final Damage damage = new Damage();

    private ConfigBinder(Map<String, Class<? extends Record>> protocols, Problems problems) {
        this.problems = problems;
        this.scalars = new ScalarBinder(problems);
        // Sorted, so that messages do not depend on how the registry was put together.
        this.sections =
                new SectionBinder(this, new TreeMap<>(protocols), problems, origins, damage);
    }

    /**
     * @param protocols the section keys a listener may have ({@code tcp}) and the records they bind
     */
    public static <R extends Record> Binding<R> bind(
            YamlNode root,
            Class<R> type,
            Map<String, Class<? extends Record>> protocols,
            Problems problems) {
        ConfigBinder binder = new ConfigBinder(protocols, problems);
        Record value =
                binder.sections.bind(RecordShape.of(type), root, root.location(), KeyPath.ROOT);
        return new Binding<>(
                type.cast(value),
                binder.origins.origins(),
                List.copyOf(binder.references),
                Map.copyOf(binder.names),
                binder.damage);
    }

    /**
     * Binds one value.
     *
     * @param at where the value begins for a reader: the key of a section, the text of a scalar
     */
    Bound value(Key key, Kind kind, YamlNode node, Location at, KeyPath path) {
        if (node instanceof Refused) {
            return Bound.FAILED;
        }
        if (node instanceof Scalar scalar && scalar.nothing()) {
            problems.error(at, path + " has no value." + insteadOfNothing(key, kind));
            return Bound.FAILED;
        }
        return switch (kind) {
            case Kind.Plain plain -> Bound.orFailed(plain(plain, key, node, path));
            case Kind.Choice choice -> Bound.orFailed(choice(choice, key, node, path));
            case Kind.Section section ->
                    Bound.orFailed(sections.bind(RecordShape.of(section.type()), node, at, path));
            case Kind.ListOf list -> list(key, list.element(), node, path);
            case Kind.MapOf map -> map(key, map.value(), node, path);
            case Kind.ProtocolKey ignored ->
                    throw new IllegalStateException("a protocol has no key of its own name");
        };
    }

    private @Nullable Object plain(Kind.Plain kind, Key key, YamlNode node, KeyPath path) {
        if (!(node instanceof Scalar scalar)) {
            reportKind(node, path, "a single value", "");
            return null;
        }
        Object value = scalars.plain(kind.scalar(), key, scalar.text(), node.location(), path);
        if (value instanceof Record address) {
            origins.record(address, node.location());
        }
        if (value instanceof String name && key.refersTo() != null) {
            references.add(new Reference(key.refersTo(), name, node.location(), path.toString()));
        }
        return value;
    }

    private @Nullable Object choice(Kind.Choice kind, Key key, YamlNode node, KeyPath path) {
        if (!(node instanceof Scalar scalar)) {
            reportKind(node, path, "a single value", "");
            return null;
        }
        return scalars.choice(kind.type(), key, scalar.text(), node.location(), path);
    }

    private Bound list(Key key, Kind kind, YamlNode node, KeyPath path) {
        if (!(node instanceof Sequence sequence)) {
            boolean canQuote = node instanceof Scalar && !key.secret();
            String fix = canQuote ? " Put it into [ ]." : " Begin every element with '- '.";
            reportKind(node, path, "a list", fix);
            return Bound.FAILED;
        }
        List<Object> elements = new ArrayList<>(sequence.elements().size());
        int index = 0;
        for (YamlNode each : sequence.elements()) {
            KeyPath elementPath = path.element(index++, each);
            Object value = value(key, kind, each, each.location(), elementPath).value();
            if (value != null) {
                elements.add(value);
            }
        }
        boolean lossy = elements.size() < sequence.elements().size();
        return new Bound(Collections.unmodifiableList(elements), lossy);
    }

    private Bound map(Key key, Kind kind, YamlNode node, KeyPath path) {
        if (!(node instanceof Mapping mapping)) {
            reportKind(node, path, "a mapping", " Each of its keys is a name.");
            return Bound.FAILED;
        }
        Map<String, Entry> entries = WrittenKeys.withoutDuplicates(mapping, path, problems);
        if (path.isTopLevel()) {
            names.put(key.name(), Collections.unmodifiableSet(entries.keySet()));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Entry entry : entries.values()) {
            Location at = whereItBegins(entry);
            KeyPath entryPath = path.key(entry.key());
            Object value = value(key, kind, entry.value(), at, entryPath).value();
            if (value != null) {
                values.put(entry.key(), value);
            }
        }
        boolean lossy = values.size() < mapping.entries().size();
        return new Bound(Collections.unmodifiableMap(values), lossy);
    }

    static Location whereItBegins(Entry entry) {
        return entry.value() instanceof Scalar scalar && !scalar.nothing()
                ? scalar.location()
                : entry.keyLocation();
    }

    void reportKind(YamlNode node, KeyPath path, String expected, String fix) {
        if (!(node instanceof Refused)) {
            String what = path.isRoot() ? "the file" : path.toString();
            boolean colonWithoutSpace =
                    node instanceof Scalar scalar && scalar.text().matches("[A-Za-z]+:[^ ].*");
            problems.error(
                    node.location(),
                    "%s is %s. It takes %s.%s"
                            .formatted(
                                    what,
                                    node.kind(),
                                    expected,
                                    colonWithoutSpace ? " A ':' needs a space after it." : fix));
        }
    }

    private static String insteadOfNothing(Key key, Kind kind) {
        String fix =
                switch (kind) {
                    case Kind.Section ignored -> " Write {} for its defaults";
                    case Kind.ListOf ignored -> " Write [] for an empty list";
                    case Kind.MapOf ignored -> " Write {} for an empty mapping";
                    default -> "";
                };
        if (key.required()) {
            return fix.isEmpty() ? " It needs one." : fix + ".";
        }
        return fix.isEmpty() ? " Give it one, or remove the key." : fix + ", or remove the key.";
    }
}
