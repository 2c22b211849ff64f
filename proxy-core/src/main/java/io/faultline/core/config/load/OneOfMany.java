package io.faultline.core.config.load;

import io.faultline.core.config.source.Location;
import io.faultline.core.config.source.Problems;
import io.faultline.core.config.yaml.YamlNode;
import io.faultline.core.config.yaml.YamlNode.Entry;
import io.faultline.core.config.yaml.YamlNode.Mapping;
import io.faultline.core.config.yaml.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Several files as one: their listeners and upstreams together, everything else written in one of them.
 * Nothing overrides anything, so no file has to be read with another one in mind; what is written twice
 * is an error that names both places.
 */
final class OneOfMany {

    /** What every file may add to. */
    private static final Set<String> COLLECTIONS = Set.of("listeners", "upstreams");

    private OneOfMany() {}

    static YamlNode merged(List<YamlNode> roots, Location whole, Problems problems) {
        if (roots.size() == 1) {
            return roots.getFirst();
        }
        List<Entry> all = new ArrayList<>();
        Map<String, Integer> collected = new LinkedHashMap<>();
        for (YamlNode root : roots) {
            if (root instanceof Mapping mapping) {
                mapping.entries().forEach(entry -> add(entry, all, collected));
            } else {
                problems.error(
                        root.location(),
                        "a configuration begins with a key, as 'listeners:', not with %s."
                                .formatted(root.kind()));
            }
        }
        return new Mapping(all, whole);
    }

    private static void add(Entry entry, List<Entry> all, Map<String, Integer> collected) {
        Integer first = collected.get(entry.key());
        YamlNode together = first == null ? null : together(all.get(first).value(), entry.value());
        if (first != null && together != null) {
            Entry before = all.get(first);
            all.set(first, new Entry(before.key(), before.keyLocation(), together));
            return;
        }
        if (COLLECTIONS.contains(entry.key())) {
            collected.putIfAbsent(entry.key(), all.size());
        }
        all.add(entry); // a second one is reported as a duplicate where keys are looked at
    }

    private static @Nullable YamlNode together(YamlNode left, YamlNode right) {
        if (left instanceof Sequence first && right instanceof Sequence second) {
            List<YamlNode> elements = new ArrayList<>(first.elements());
            elements.addAll(second.elements());
            return new Sequence(elements, first.location());
        }
        if (left instanceof Mapping first && right instanceof Mapping second) {
            List<Entry> entries = new ArrayList<>(first.entries());
            entries.addAll(second.entries());
            return new Mapping(entries, first.location());
        }
        return null;
    }
}
