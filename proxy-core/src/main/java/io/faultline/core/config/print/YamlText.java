package io.faultline.core.config.print;

import java.util.Set;
import java.util.regex.Pattern;

/** Writes a value so that our own reader, and any other, reads the same text back. */
final class YamlText {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./+][A-Za-z0-9_./+:-]*(?<!:)");
    private static final Set<String> WORDS_OF_YAML = Set.of("null", "Null", "NULL");

    private YamlText() {}

    static String of(String text) {
        return PLAIN.matcher(text).matches() && !WORDS_OF_YAML.contains(text) ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.replace("${", "$${")
                .codePoints()
                .forEach(
                        c -> {
                            if (c == '"' || c == '\\') {
                                quoted.append('\\').appendCodePoint(c);
                            } else if (c >= ' ' && c < 0x7F) {
                                quoted.appendCodePoint(c);
                            } else {
                                quoted.append("\\U%08X".formatted(c));
                            }
                        });
        return quoted.append('"').toString();
    }
}
