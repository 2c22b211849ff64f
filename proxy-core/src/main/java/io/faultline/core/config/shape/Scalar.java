package io.faultline.core.config.shape;

import io.faultline.core.config.describe.Address;
import io.faultline.core.config.text.DurationText;
import io.faultline.core.config.text.InvalidValueException;
import io.faultline.core.config.text.NumberText;
import io.faultline.core.config.value.ByteSize;
import io.faultline.core.config.value.Cidr;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.config.value.StatusRange;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The single values of the language, each read from text and written back as text. */
public enum Scalar {
    TEXT("text", String.class),
    INTEGER("whole number", int.class, Integer.class),
    LONG("whole number", long.class, Long.class),
    DECIMAL("number", double.class, Double.class),
    BOOLEAN("true or false", boolean.class, Boolean.class),
    DURATION("duration", Duration.class),
    SIZE("size", ByteSize.class),
    ADDRESS("host:port", HostPort.class),
    NETWORK("address range", Cidr.class),
    STATUS("HTTP status", StatusRange.class);

    private final String label;
    private final List<Class<?>> types;

    Scalar(String label, Class<?>... types) {
        this.label = label;
        this.types = List.of(types);
    }

    static @Nullable Scalar of(Class<?> type) {
        for (Scalar scalar : values()) {
            if (scalar.types.contains(type)) {
                return scalar;
            }
        }
        return null;
    }

    /** In words, for messages and the reference page. */
    public String label() {
        return label;
    }

    /** Throws {@link InvalidValueException} with a sentence when the text is not such a value. */
    public Object parse(String text, Address.Use use) {
        return switch (this) {
            case TEXT -> text;
            case INTEGER -> NumberText.integer(text);
            case LONG -> NumberText.whole(text);
            case DECIMAL -> NumberText.decimal(text);
            case BOOLEAN -> NumberText.bool(text);
            case DURATION -> DurationText.parse(text);
            case SIZE -> ByteSize.parse(text);
            case ADDRESS -> HostPort.parse(text, use);
            case NETWORK -> Cidr.parse(text);
            case STATUS -> StatusRange.parse(text);
        };
    }

    /** The text that {@link #parse} reads back. */
    public String format(Object value) {
        return switch (this) {
            case DURATION -> DurationText.format((Duration) value);
            case DECIMAL -> NumberText.format((Double) value);
            default -> value.toString();
        };
    }
}
