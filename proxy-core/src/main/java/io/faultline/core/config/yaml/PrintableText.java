package io.faultline.core.config.yaml;

import io.faultline.core.config.source.Problems;
import io.faultline.core.config.source.SourceText;
import org.yaml.snakeyaml.reader.StreamReader;

/** YAML allows printable characters only: anything else means the file is not what it should be. */
final class PrintableText {

    private PrintableText() {}

    /** Reports the first character that YAML forbids; false when there is one. */
    static boolean check(SourceText source, Problems problems) {
        String text = source.text();
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            if (codePoint == '\n') {
                line++;
                column = 1;
            } else if (codePoint == 0xFEFF || !StreamReader.isPrintable(codePoint)) {
                problems.error(source.at(line, column, 1), sentence(codePoint));
                return false;
            } else {
                column++;
            }
        }
        return true;
    }

    private static String sentence(int codePoint) {
        return codePoint == 0
                ? "a NUL byte. This is a binary file, not a configuration."
                : "the character U+%04X does not belong into a text file. Remove it."
                        .formatted(codePoint);
    }
}
