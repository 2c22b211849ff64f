package io.faultline.app.json;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object that was read. What is absent, null or of another kind than the caller asks for has the
 * caller's word for nothing, so that an older or a newer proxy can be looked at all the same.
 */
public final class JsonObject {

    private static final JsonObject EMPTY = new JsonObject(Map.of());

    private final Map<String, @Nullable Object> members;

    JsonObject(Map<String, @Nullable Object> members) {
        this.members = members;
    }

    public Set<String> names() {
        return members.keySet();
    }

    public boolean has(String name) {
        return members.get(name) != null;
    }

    /** "" without one. */
    public String text(String name) {
        return members.get(name) instanceof String text ? text : "";
    }

    /** 0 without one. */
    public long whole(String name) {
        return members.get(name) instanceof Number number ? number.longValue() : 0;
    }

    /** NaN without one. */
    public double number(String name) {
        return members.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    public boolean flag(String name) {
        return members.get(name) instanceof Boolean flag && flag;
    }

    /** An empty one without one. */
    public JsonObject object(String name) {
        return members.get(name) instanceof JsonObject object ? object : EMPTY;
    }

    /** The objects of a list. */
    public List<JsonObject> objects(String name) {
        return elements(name).stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }

    /** The strings of a list. */
    public List<String> texts(String name) {
        return elements(name).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /** What it is: {@link String}, {@link Long}, {@link Double}, {@link Boolean}, a list, an object. */
    public @Nullable Object get(String name) {
        return members.get(name);
    }

    private List<?> elements(String name) {
        return members.get(name) instanceof List<?> list ? list : List.of();
    }
}
