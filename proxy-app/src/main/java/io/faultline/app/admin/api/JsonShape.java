package io.faultline.app.admin.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON value looks like, written beside the code that writes the value. Small on purpose: six
 * kinds, and whether it may be null or absent. JSON Schema is made of it, and tests hold real answers to
 * it, so it cannot say what is not so.
 *
 * @param words what a text may be; none: anything
 * @param items of a list
 * @param members of an object, in their order
 */
public record JsonShape(
        Kind kind,
        String doc,
        boolean nullable,
        boolean optional,
        List<String> words,
        @Nullable JsonShape items,
        Map<String, JsonShape> members) {

    /** Kinds of values. */
    public enum Kind {
        TEXT("string"),
        WHOLE("integer"),
        NUMBER("number"),
        FLAG("boolean"),
        LIST("array"),
        OBJECT("object"),
        ANY("");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        /** In the words of JSON Schema. */
        public String type() {
            return type;
        }
    }

    private static JsonShape of(Kind kind, String doc) {
        return new JsonShape(kind, doc, false, false, List.of(), null, Map.of());
    }

    public static JsonShape text(String doc) {
        return of(Kind.TEXT, doc);
    }

    public static JsonShape words(String doc, List<String> words) {
        return new JsonShape(Kind.TEXT, doc, false, false, words, null, Map.of());
    }

    public static JsonShape whole(String doc) {
        return of(Kind.WHOLE, doc);
    }

    public static JsonShape number(String doc) {
        return of(Kind.NUMBER, doc);
    }

    public static JsonShape flag(String doc) {
        return of(Kind.FLAG, doc);
    }

    public static JsonShape list(String doc, JsonShape items) {
        return new JsonShape(Kind.LIST, doc, false, false, List.of(), items, Map.of());
    }

    /** Something whose shape is described elsewhere, or by nobody. */
    public static JsonShape any(String doc) {
        return of(Kind.ANY, doc);
    }

    public static JsonShape object(String doc) {
        return of(Kind.OBJECT, doc);
    }

    /** The same object with one more member. */
    public JsonShape with(String name, JsonShape member) {
        Map<String, JsonShape> more = new LinkedHashMap<>(members);
        more.put(name, member);
        return new JsonShape(kind, doc, nullable, optional, words, items, more);
    }

    public JsonShape orNull() {
        return new JsonShape(kind, doc, true, optional, words, items, members);
    }

    public JsonShape orAbsent() {
        return new JsonShape(kind, doc, nullable, true, words, items, members);
    }

    /** The same with other words about it. */
    public JsonShape as(String otherDoc) {
        return new JsonShape(kind, otherDoc, nullable, optional, words, items, members);
    }

    /** As JSON Schema 2020-12, which OpenAPI 3.1 speaks. */
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (kind != Kind.ANY) {
            schema.put("type", nullable ? List.of(kind.type, "null") : kind.type);
        }
        if (!doc.isEmpty()) {
            schema.put("description", doc);
        }
        if (!words.isEmpty()) {
            schema.put("enum", words);
        }
        if (items != null) {
            schema.put("items", items.schema());
        }
        if (!members.isEmpty()) {
            Map<String, Object> properties = new LinkedHashMap<>();
            List<String> required = new ArrayList<>();
            members.forEach(
                    (name, member) -> {
                        properties.put(name, member.schema());
                        if (!member.optional) {
                            required.add(name);
                        }
                    });
            schema.put("properties", properties);
            schema.put("required", required);
        }
        return schema;
    }
}
