package io.faultline.core.config.schema;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;

/** Writes maps, collections, strings, numbers and booleans as indented JSON. */
public final class Json {

    private final StringBuilder out = new StringBuilder();

    private Json() {}

    public static String write(Map<String, ?> document) {
        Json json = new Json();
        json.value(document, "");
        return json.out.append('\n').toString();
    }

    private void value(Object value, String indent) {
        switch (value) {
            case Map<?, ?> map -> object(map, indent);
            case Collection<?> list -> array(list, indent);
            case Number number -> out.append(number);
            case Boolean bool -> out.append(bool);
            default -> string(value.toString());
        }
    }

    private void object(Map<?, ?> map, String indent) {
        out.append('{');
        String separator = "\n";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator).append(indent).append("  ");
            string(entry.getKey().toString());
            out.append(": ");
            value(entry.getValue(), indent + "  ");
            separator = ",\n";
        }
        out.append(map.isEmpty() ? "}" : "\n" + indent + "}");
    }

    /** On one line: what we write holds few and short elements, or objects that break by themselves. */
    private void array(Collection<?> list, String indent) {
        out.append('[');
        for (Iterator<?> each = list.iterator(); each.hasNext(); ) {
            value(each.next(), indent);
            out.append(each.hasNext() ? ", " : "");
        }
        out.append(']');
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> {
                    if (c < ' ') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
