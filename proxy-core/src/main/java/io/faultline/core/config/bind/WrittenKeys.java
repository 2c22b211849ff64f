package io.faultline.core.config.bind;

import io.faultline.core.config.shape.Key;
import io.faultline.core.config.shape.Kind;
import io.faultline.core.config.shape.RecordShape;
import io.faultline.core.config.source.Problems;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.text.Suggestion;
import io.faultline.core.config.yaml.YamlNode;
import io.faultline.core.config.yaml.YamlNode.Entry;
import io.faultline.core.config.yaml.YamlNode.Mapping;
import io.faultline.core.config.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a section by key, with what is wrong about the keys themselves reported: unknown
 * ones and those written twice.
 *
 * @param mistyped known keys that an unknown one was probably meant to be: they are not missing
 */
record WrittenKeys(Map<String, Entry> entries, Set<String> mistyped) {

    /** A scalar in place of the section. */
    static WrittenKeys alone(String key, YamlNode value) {
        return new WrittenKeys(Map.of(key, new Entry(key, value.location(), value)), Set.of());
    }

    static WrittenKeys of(
            Mapping mapping,
            RecordShape shape,
            Set<String> protocols,
            KeyPath path,
            Problems problems) {
        for (Entry entry : mapping.entries()) {
            hideSecret(shape.key(entry.key()), entry.value(), problems);
        }
        Map<String, Entry> entries = withoutDuplicates(mapping, path, problems);
        List<String> known = known(shape, protocols);
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
                    hideSecret(shape.key(meant), entry.value(), problems);
                    mistyped.add(meant);
                }
            }
        }
        return new WrittenKeys(entries, mistyped);
    }

    // Also of a key written twice or mistyped: its line is in the message all the same.
    private static void hideSecret(@Nullable Key key, YamlNode value, Problems problems) {
        if (key == null || !key.secret()) {
            return;
        }
        boolean onOneLine =
                value instanceof Scalar scalar
                        && scalar.text().length() <= value.location().width();
        if (onOneLine) {
            problems.hide(value.location());
        } else {
            problems.hideFrom(value.location());
        }
    }

    /** Keeps the first of two equal keys: the reader has seen it, and so has whoever reads the diff. */
    static Map<String, Entry> withoutDuplicates(Mapping mapping, KeyPath path, Problems problems) {
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

    static List<String> known(RecordShape shape, Set<String> protocols) {
        List<String> keys = new ArrayList<>();
        for (Key key : shape.keys()) {
            if (key.kind() instanceof Kind.ProtocolKey) {
                keys.addAll(protocols);
            } else {
                keys.add(key.name());
            }
        }
        return keys;
    }

    /** {@code " The keys are: a, b."} */
    static String inWords(List<String> known) {
        return known.isEmpty()
                ? " This section has no keys: write {}."
                : " The keys are: %s.".formatted(String.join(", ", known));
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
                ? inWords(known)
                : " It is a key of %s.".formatted(String.join(", ", homes));
    }
}
