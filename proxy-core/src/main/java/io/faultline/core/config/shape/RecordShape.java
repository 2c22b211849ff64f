package io.faultline.core.config.shape;

import io.faultline.core.config.ProtocolSection;
import io.faultline.core.config.describe.Address;
import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Example;
import io.faultline.core.config.describe.Protocol;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.describe.RefersTo;
import io.faultline.core.config.describe.Secret;
import io.faultline.core.config.describe.Shorthand;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A section of the language, read off its record type. A record that describes itself badly (a key
 * without a meaning, a default that cannot be read) is a bug of ours and fails the first who asks.
 */
public final class RecordShape {

    private static final ClassValue<RecordShape> SHAPES =
            new ClassValue<>() {
                @Override
                protected RecordShape computeValue(Class<?> type) {
                    return new RecordShape(type.asSubclass(Record.class));
                }
            };

    private final Class<? extends Record> type;
    private final Map<String, Key> byName = new LinkedHashMap<>();
    private final List<Key> keys;
    private final @Nullable Key protocol;
    private final Map<String, RecordComponent> components = new LinkedHashMap<>();
    private final Constructor<? extends Record> constructor;

    private RecordShape(Class<? extends Record> type) {
        this.type = type;
        List<Class<?>> parameters = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            component.getAccessor().setAccessible(true);
            components.put(component.getName(), component);
            byName.put(component.getName(), key(component));
            parameters.add(component.getType());
        }
        keys = List.copyOf(byName.values());
        protocol =
                keys.stream()
                        .filter(key -> key.kind() instanceof Kind.ProtocolKey)
                        .findFirst()
                        .orElse(null);
        try {
            constructor = type.getDeclaredConstructor(parameters.toArray(Class<?>[]::new));
            constructor.setAccessible(true);
        } catch (NoSuchMethodException impossible) {
            throw new AssertionError("every record has its canonical constructor", impossible);
        }
    }

    public static RecordShape of(Class<? extends Record> type) {
        return SHAPES.get(type);
    }

    public Class<? extends Record> type() {
        return type;
    }

    /** What the section is for. */
    public String doc() {
        Doc doc = type.getAnnotation(Doc.class);
        if (doc == null) {
            throw new IllegalStateException(type.getName() + " lacks @Doc");
        }
        return doc.value();
    }

    public @Nullable String example() {
        Example example = type.getAnnotation(Example.class);
        return example == null ? null : example.value();
    }

    /** In the order of the record, which is the order of the reference page. */
    public List<Key> keys() {
        return keys;
    }

    /** The key of this name as written in a file. A protocol has no key of its own name. */
    public @Nullable Key key(String name) {
        Key key = byName.get(name);
        return key == null || key.kind() instanceof Kind.ProtocolKey ? null : key;
    }

    /** The component that holds the protocol section, in the one record that has it. */
    public @Nullable Key protocol() {
        return protocol;
    }

    /** The key a lone scalar in place of the whole section is taken for. */
    public @Nullable Key shorthand() {
        Shorthand shorthand = type.getAnnotation(Shorthand.class);
        return shorthand == null ? null : byName.get(shorthand.value());
    }

    /** The value of one component. */
    public @Nullable Object get(Record owner, Key key) {
        RecordComponent component = components.get(key.name());
        if (component == null) {
            throw new IllegalArgumentException(type.getSimpleName() + " has no " + key.name());
        }
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException("cannot read " + component, failed);
        }
    }

    /**
     * A record of these component values. What its constructor throws comes out unchanged: a record may
     * refuse values that do not fit each other.
     */
    public Record create(List<@Nullable Object> values) {
        try {
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("cannot create " + type.getName(), refused);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException("cannot create " + type.getName(), failed);
        }
    }

    private Key key(RecordComponent component) {
        Doc doc = component.getAnnotation(Doc.class);
        if (doc == null) {
            throw new IllegalStateException(
                    type.getName() + "." + component.getName() + " lacks @Doc");
        }
        Default preset = component.getAnnotation(Default.class);
        RefersTo refersTo = component.getAnnotation(RefersTo.class);
        Address address = component.getAnnotation(Address.class);
        Kind kind =
                component.isAnnotationPresent(Protocol.class)
                        ? new Kind.ProtocolKey()
                        : kind(component.getGenericType());
        return new Key(
                component.getName(),
                kind,
                doc.value(),
                preset == null ? null : preset.value(),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                bounds(component, kind),
                refersTo == null ? null : refersTo.value(),
                component.isAnnotationPresent(Secret.class),
                address == null ? Address.Use.CONNECT : address.value());
    }

    private Bounds bounds(RecordComponent component, Kind kind) {
        Range range = component.getAnnotation(Range.class);
        if (range == null) {
            return Bounds.NONE;
        }
        if (kind instanceof Kind.Plain plain) {
            return Bounds.of(plain.scalar(), range.min(), range.max());
        }
        throw new IllegalStateException(
                type.getName() + "." + component.getName() + " has a range and no order");
    }

    private Kind kind(Type declared) {
        if (declared instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return new Kind.ListOf(kind(arguments[0]));
            }
            if (generic.getRawType() == Map.class && arguments[0] == String.class) {
                return new Kind.MapOf(kind(arguments[1]));
            }
        }
        if (declared instanceof Class<?> simple) {
            Scalar scalar = Scalar.of(simple);
            if (scalar != null) {
                return new Kind.Plain(scalar);
            }
            if (simple.isEnum()) {
                return choice(simple);
            }
            if (simple.isRecord() && simple != ProtocolSection.class) {
                return new Kind.Section(simple.asSubclass(Record.class));
            }
        }
        throw new IllegalStateException(
                "%s has a component of type %s, which no file can hold. Known: %s"
                        .formatted(type.getName(), declared, Arrays.toString(Scalar.values())));
    }

    @SuppressWarnings("unchecked") // isEnum() said so
    private static Kind choice(Class<?> type) {
        return new Kind.Choice((Class<? extends Enum<?>>) type);
    }
}
