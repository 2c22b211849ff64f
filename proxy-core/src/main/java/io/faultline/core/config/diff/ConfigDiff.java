package io.faultline.core.config.diff;

import io.faultline.core.config.ProtocolSection;
import io.faultline.core.config.diff.Change.Sort;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.shape.Key;
import io.faultline.core.config.shape.Kind;
import io.faultline.core.config.shape.RecordShape;
import io.faultline.core.config.shape.Words;
import io.faultline.core.config.source.Origins;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks two configurations side by side, by what they mean and not by their lines: an order of keys, a
 * comment, a default that is written out are no difference. What has a name is found by it; what stands
 * in a list without one, by its place or by being the same.
 */
public final class ConfigDiff {

    private static final String HIDDEN = "***";

    private static final String WHOLE = "";

    private final Origins origins;
    private final List<String> wanted;
    private final List<Change> changes = new ArrayList<>();

    private ConfigDiff(Origins origins, List<String> wanted) {
        this.origins = origins;
        this.wanted = wanted;
    }

    /** In the order of the new configuration, what is gone beside where it stood. */
    public static List<Change> between(LoadedConfig before, LoadedConfig now) {
        return between(before, now, List.of(WHOLE));
    }

    /**
     * The same of these sections only: whoever asks for three keys shall not wait for a thousand routes.
     *
     * @param paths {@code admin}, {@code limits.maxPipesPerWorker}
     */
    public static List<Change> between(LoadedConfig before, LoadedConfig now, List<String> paths) {
        var diff = new ConfigDiff(now.origins(), paths);
        diff.sections("", before.config(), now.config());
        return diff.changes;
    }

    private boolean isWanted(String path) {
        for (String each : wanted) {
            if (each.equals(WHOLE)
                    || each.equals(path)
                    || path.startsWith(each + ".")
                    || each.startsWith(path + ".")) {
                return true;
            }
        }
        return false;
    }

    private void sections(String path, Record before, Record now) {
        RecordShape shape = RecordShape.of(now.getClass());
        for (Key key : shape.keys()) {
            String within = under(path, key.name());
            if (!isWanted(within)) {
                continue;
            }
            Object old = shape.get(before, key);
            Object fresh = shape.get(now, key);
            if (fresh instanceof ProtocolSection to && old instanceof ProtocolSection from) {
                protocols(path, from, to);
            } else if (!Objects.equals(old, fresh)) {
                values(within, key, key.kind(), old, fresh, origins.of(now, key.name()));
            }
        }
    }

    private void protocols(String path, ProtocolSection before, ProtocolSection now) {
        if (before.key().equals(now.key())) {
            sections(under(path, now.key()), before.settings(), now.settings());
        } else {
            add(Sort.REMOVED, under(path, before.key()), "", "", null);
            add(Sort.ADDED, under(path, now.key()), "", "", origins.of(now.settings()));
        }
    }

    private void values(
            String path,
            Key key,
            Kind kind,
            @Nullable Object before,
            @Nullable Object now,
            String where) {
        if (Objects.equals(before, now)) {
            return;
        }
        if (before == null || now == null) {
            add(
                    before == null ? Sort.ADDED : Sort.REMOVED,
                    path,
                    text(key, kind, before),
                    text(key, kind, now),
                    now == null ? null : where);
            return;
        }
        switch (kind) {
            case Kind.Section ignored -> sections(path, (Record) before, (Record) now);
            case Kind.MapOf map ->
                    maps(path, key, map.value(), (Map<?, ?>) before, (Map<?, ?>) now);
            case Kind.ListOf list ->
                    lists(path, key, list.element(), (List<?>) before, (List<?>) now, where);
            default ->
                    add(Sort.CHANGED, path, text(key, kind, before), text(key, kind, now), where);
        }
    }

    private void maps(String path, Key key, Kind kind, Map<?, ?> before, Map<?, ?> now) {
        before.forEach(
                (name, value) -> {
                    if (!now.containsKey(name)) {
                        values(under(path, name.toString()), key, kind, value, null, "");
                    }
                });
        now.forEach(
                (name, value) -> {
                    String where = value instanceof Record each ? origins.of(each) : "";
                    values(under(path, name.toString()), key, kind, before.get(name), value, where);
                });
    }

    private void lists(String path, Key key, Kind kind, List<?> before, List<?> now, String where) {
        Map<Object, Object> namedBefore = byName(kind, before);
        Map<Object, Object> namedNow = byName(kind, now);
        if (namedBefore != null && namedNow != null) {
            maps(path, key, kind, namedBefore, namedNow);
        } else if (before.size() == now.size() && kind instanceof Kind.Section) {
            for (int i = 0; i < now.size(); i++) {
                sections(path + "[" + i + "]", (Record) before.get(i), (Record) now.get(i));
            }
        } else {
            different(path, key, kind, before, now, where);
        }
    }

    /** Elements of which nobody can say which is which: those only one side has. */
    private void different(
            String path, Key key, Kind kind, List<?> before, List<?> now, String where) {
        List<Object> gone = new ArrayList<>(before);
        now.forEach(gone::remove);
        List<Object> added = new ArrayList<>(now);
        before.forEach(added::remove);
        if (gone.isEmpty() && added.isEmpty()) {
            add(Sort.CHANGED, path, "", "another order", where);
        }
        gone.forEach(each -> add(Sort.REMOVED, path, text(key, kind, each), "", null));
        added.forEach(
                each ->
                        add(
                                Sort.ADDED,
                                path,
                                "",
                                text(key, kind, each),
                                each instanceof Record section ? origins.of(section) : where));
    }

    /** Null when not each of them has a name of its own. */
    private static @Nullable Map<Object, Object> byName(Kind kind, List<?> sections) {
        Key name = kind instanceof Kind.Section s ? RecordShape.of(s.type()).key("name") : null;
        if (name == null) {
            return null;
        }
        Map<Object, Object> byName = new LinkedHashMap<>();
        for (Object each : sections) {
            Record section = (Record) each;
            Object its = RecordShape.of(section.getClass()).get(section, name);
            if (its == null || byName.put(its, section) != null) {
                return null;
            }
        }
        return byName;
    }

    private static String text(Key key, Kind kind, @Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (key.secret()) {
            return HIDDEN;
        }
        return switch (kind) {
            case Kind.Plain plain -> plain.scalar().format(value);
            case Kind.Choice ignored -> Words.of((Enum<?>) value);
            case Kind.Section section -> shorthand(section, (Record) value);
            default -> "";
        };
    }

    /** What a section that may be written as one value would be written as. */
    private static String shorthand(Kind.Section section, Record value) {
        RecordShape shape = RecordShape.of(section.type());
        Key only = shape.shorthand();
        return only == null ? "" : text(only, only.kind(), shape.get(value, only));
    }

    private void add(Sort sort, String path, String before, String now, @Nullable String where) {
        changes.add(new Change(sort, path, before, now, where));
    }

    private static String under(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
