package io.faultline.core.config.source;

import java.util.ArrayList;
import java.util.List;

/**
 * A file's name and text, by line. Lines end where YAML 1.1 ends them, so that the numbers of the
 * parser and ours agree.
 */
public final class SourceText {

    private final String name;
    private final String text;
    private final List<String> lines;

    public SourceText(String name, String text) {
        this.name = name;
        this.text = text;
        this.lines = split(text);
    }

    public String name() {
        return name;
    }

    public String text() {
        return text;
    }

    /** Counts from 1. A line past the end is empty: "unexpected end" points there. */
    public String line(int number) {
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
    }

    public Location at(int line, int column, int width) {
        return new Location(name, line, column, width);
    }

    private static List<String> split(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean crLf = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (!crLf && isLineEnd(c)) {
                int end = c == '\n' && i > start && text.charAt(i - 1) == '\r' ? i - 1 : i;
                lines.add(text.substring(start, end));
                start = i + 1;
            }
        }
        lines.add(text.substring(start));
        return lines;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }
}
