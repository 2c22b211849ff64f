package io.faultline.core.config.schema;

import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.shape.Key;
import io.faultline.core.config.shape.Kind;
import io.faultline.core.config.shape.RecordShape;
import io.faultline.core.config.shape.Scalar;
import io.faultline.core.config.shape.Words;
import io.faultline.core.config.text.DurationText;
import io.faultline.core.config.value.ByteSize;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The language as JSON Schema 2020-12, so that editors complete keys and underline mistakes.
 *
 * <p>It never calls a file wrong that the binder takes; the reverse happens: a schema cannot compare
 * two durations. So {@code faultline check} has the last word.
 */
public final class ConfigSchema {

    /** A number or a choice may also come out of the environment. */
    private static final Map<String, Object> VARIABLE = Map.of("$ref", "#/$defs/variable");

    private static final String OR_VARIABLE = "|\\$\\{";

    private final Map<String, Class<? extends Record>> protocols;
    private final Map<Class<? extends Record>, String> names = new LinkedHashMap<>();
    private final Deque<Class<? extends Record>> waiting = new ArrayDeque<>();

    private ConfigSchema(Map<String, Class<? extends Record>> protocols) {
        this.protocols = new TreeMap<>(protocols); // the same page whatever order they came in
    }

    public static String render(Map<String, Class<? extends Record>> protocols) {
        return Json.write(new ConfigSchema(protocols).document());
    }

    private Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.put("title", "Faultline configuration");
        document.putAll(section(RecordShape.of(ProxyConfig.class)));
        Map<String, Object> definitions = new LinkedHashMap<>();
        definitions.put(
                "variable",
                ordered(
                        "description", "An environment variable: ${NAME} or ${NAME:-default}.",
                        "type", "string",
                        "pattern", "\\$\\{"));
        while (!waiting.isEmpty()) {
            Class<? extends Record> type = waiting.remove();
            definitions.put(nameOf(type), sectionOrShorthand(RecordShape.of(type)));
        }
        document.put("$defs", definitions);
        return document;
    }

    private Map<String, Object> sectionOrShorthand(RecordShape shape) {
        Key shorthand = shape.shorthand();
        if (shorthand == null) {
            return section(shape);
        }
        Map<String, Object> alone =
                ordered("description", "The %s alone.".formatted(shorthand.name()));
        alone.putAll(value(shorthand, shorthand.kind()));
        return ordered("anyOf", List.of(alone, section(shape)));
    }

    private Map<String, Object> section(RecordShape shape) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Key key : shape.keys()) {
            if (key.kind() instanceof Kind.ProtocolKey) {
                protocols.forEach((name, type) -> properties.put(name, reference(type)));
            } else {
                properties.put(key.name(), property(key));
                if (key.required()) {
                    required.add(key.name());
                }
            }
        }
        Map<String, Object> section =
                ordered("description", shape.doc(), "type", "object", "properties", properties);
        if (!required.isEmpty()) {
            section.put("required", required);
        }
        if (shape.protocol() != null && !protocols.isEmpty()) {
            section.put(
                    "oneOf",
                    protocols.keySet().stream()
                            .map(name -> Map.of("required", List.of(name)))
                            .toList());
        }
        section.put("additionalProperties", false);
        return section;
    }

    private Map<String, Object> property(Key key) {
        Map<String, Object> property = ordered("description", description(key));
        property.putAll(value(key, key.kind()));
        String preset = key.defaultText();
        if (preset != null) {
            property.put("default", preset.equals("{}") ? Map.of() : typed(key, preset));
        }
        return property;
    }

    private static String description(Key key) {
        StringBuilder text = new StringBuilder(key.doc());
        if (!key.bounds().isOpen()) {
            text.append(" Range: ").append(key.bounds()).append('.');
        }
        if (key.refersTo() != null) {
            text.append(" One of the names under '").append(key.refersTo()).append("'.");
        }
        if (key.kind() instanceof Kind.Choice choice) {
            Words.of(choice.type())
                    .forEach(
                            (word, constant) -> {
                                String doc = Words.doc(constant);
                                if (doc != null) {
                                    text.append("\n- ").append(word).append(": ").append(doc);
                                }
                            });
        }
        return text.toString();
    }

    private Map<String, Object> value(Key key, Kind kind) {
        return switch (kind) {
            case Kind.Plain plain -> scalar(key, plain.scalar());
            case Kind.Choice choice ->
                    ordered(
                            "anyOf",
                            List.of(Map.of("enum", Words.of(choice.type()).keySet()), VARIABLE));
            case Kind.Section section -> reference(section.type());
            case Kind.ListOf list -> ordered("type", "array", "items", value(key, list.element()));
            case Kind.MapOf map ->
                    ordered("type", "object", "additionalProperties", value(key, map.value()));
            case Kind.ProtocolKey ignored -> throw new IllegalStateException("has no key");
        };
    }

    private static Map<String, Object> scalar(Key key, Scalar scalar) {
        return switch (scalar) {
            // Text is taken as it stands: a name may be 5432 without quotes.
            case TEXT -> ordered("type", List.of("string", "number", "boolean"));
            case INTEGER, LONG -> orVariable(number(key, scalar, "integer"));
            case DECIMAL -> orVariable(number(key, scalar, "number"));
            case BOOLEAN -> orVariable(ordered("type", "boolean"));
            case DURATION ->
                    ordered("type", "string", "pattern", DurationText.PATTERN + OR_VARIABLE);
            case SIZE ->
                    ordered(
                            "type",
                            List.of("integer", "string"),
                            "minimum",
                            0,
                            "pattern",
                            ByteSize.PATTERN + OR_VARIABLE);
            case ADDRESS, NETWORK -> ordered("type", "string");
            case STATUS -> ordered("type", List.of("integer", "string"));
        };
    }

    private static Map<String, Object> number(Key key, Scalar scalar, String type) {
        Map<String, Object> number = ordered("type", type);
        if (!key.bounds().min().isEmpty()) {
            number.put("minimum", scalar.parse(key.bounds().min(), key.use()));
        }
        if (!key.bounds().max().isEmpty()) {
            number.put("maximum", scalar.parse(key.bounds().max(), key.use()));
        }
        return number;
    }

    private static Map<String, Object> orVariable(Map<String, Object> schema) {
        return ordered("anyOf", List.of(schema, VARIABLE));
    }

    private static Object typed(Key key, String preset) {
        return key.kind() instanceof Kind.Plain plain
                        && switch (plain.scalar()) {
                            case INTEGER, LONG, DECIMAL, BOOLEAN -> true;
                            default -> false;
                        }
                ? plain.scalar().parse(preset, key.use())
                : preset;
    }

    private Map<String, Object> reference(Class<? extends Record> type) {
        if (!names.containsKey(type)) {
            nameOf(type);
            waiting.add(type);
        }
        return ordered("$ref", "#/$defs/" + nameOf(type));
    }

    private String nameOf(Class<? extends Record> type) {
        return names.computeIfAbsent(
                type,
                each -> {
                    String name = each.getSimpleName().replaceFirst("Config$", "");
                    if (names.containsValue(name)) {
                        throw new IllegalStateException("two sections are called " + name);
                    }
                    return name;
                });
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
