package io.faultline.core.config.print;

import io.faultline.core.config.ProtocolSection;
import io.faultline.core.config.shape.Key;
import io.faultline.core.config.shape.Kind;
import io.faultline.core.config.shape.RecordShape;
import io.faultline.core.config.shape.Words;
import io.faultline.core.config.source.Origins;
import java.util.List;
import java.util.Map;

/**
 * The configuration in force as YAML: every default filled in, every value with the line it comes from,
 * secrets as {@code ***}. What it prints is a valid file that means the same, secrets aside.
 */
public final class EffectiveConfig {

    private static final String HIDDEN = "\"***\"";

    private final Origins origins;
    private final StringBuilder out = new StringBuilder();

    private EffectiveConfig(Origins origins) {
        this.origins = origins;
    }

    public static String render(Record config, Origins origins) {
        EffectiveConfig page = new EffectiveConfig(origins);
        page.section(config, "", "");
        return page.out.toString();
    }

    /**
     * @param firstIndent of the first key: the element of a list begins after its dash
     */
    private void section(Record section, String firstIndent, String indent) {
        RecordShape shape = RecordShape.of(section.getClass());
        String before = firstIndent;
        for (Key key : shape.keys()) {
            Object value = shape.get(section, key);
            if (value != null && !saysNothing(section, key, value)) {
                String origin = "  # " + origins.of(section, key.name());
                if (value instanceof ProtocolSection protocol) {
                    out.append(before).append(protocol.key()).append(':');
                    nested(protocol.settings(), indent, origin);
                } else {
                    out.append(before).append(key.name()).append(':');
                    value(key, key.kind(), value, indent, origin);
                }
                before = indent;
            }
        }
    }

    /** An empty default: written out it would look like somebody's wish for nothing. */
    private boolean saysNothing(Record section, Key key, Object value) {
        boolean empty =
                value instanceof List<?> list && list.isEmpty()
                        || value instanceof Map<?, ?> map && map.isEmpty()
                        || key.kind() instanceof Kind.Section && isEmpty((Record) value);
        return empty && origins.locate(section, key.name()) == null;
    }

    private boolean isEmpty(Record section) {
        RecordShape shape = RecordShape.of(section.getClass());
        return shape.keys().stream()
                .allMatch(
                        key -> {
                            Object value = shape.get(section, key);
                            return value == null || saysNothing(section, key, value);
                        });
    }

    /** What follows the colon of a key. */
    private void value(Key key, Kind kind, Object value, String indent, String origin) {
        if (key.secret()) {
            line(HIDDEN, origin);
            return;
        }
        switch (kind) {
            case Kind.Plain plain -> line(YamlText.of(plain.scalar().format(value)), origin);
            case Kind.Choice ignored -> line(Words.of((Enum<?>) value), origin);
            case Kind.Section ignored -> nested((Record) value, indent, origin);
            case Kind.ListOf list -> list(key, list.element(), (List<?>) value, indent, origin);
            case Kind.MapOf map -> map(key, map.value(), (Map<?, ?>) value, indent, origin);
            case Kind.ProtocolKey ignored -> throw new IllegalStateException("printed before");
        }
    }

    private void nested(Record section, String indent, String origin) {
        if (isEmpty(section)) {
            line("{}", origin);
            return;
        }
        out.append(origin).append('\n');
        section(section, indent + "  ", indent + "  ");
    }

    private void list(Key key, Kind kind, List<?> elements, String indent, String origin) {
        if (elements.isEmpty()) {
            line("[]", origin);
            return;
        }
        out.append(origin).append('\n');
        for (Object element : elements) {
            if (element instanceof Record section && kind instanceof Kind.Section) {
                section(section, indent + "  - ", indent + "    ");
            } else {
                String where = element instanceof Record each ? "  # " + origins.of(each) : "";
                out.append(indent).append("  -");
                value(key, kind, element, indent + "  ", where);
            }
        }
    }

    private void map(Key key, Kind kind, Map<?, ?> values, String indent, String origin) {
        if (values.isEmpty()) {
            line("{}", origin);
            return;
        }
        out.append(origin).append('\n');
        values.forEach(
                (name, value) -> {
                    String where = value instanceof Record each ? "  # " + origins.of(each) : "";
                    out.append(indent)
                            .append("  ")
                            .append(YamlText.of(name.toString()))
                            .append(':');
                    value(key, kind, value, indent + "  ", where);
                });
    }

    private void line(String text, String origin) {
        out.append(' ').append(text).append(origin).append('\n');
    }
}
