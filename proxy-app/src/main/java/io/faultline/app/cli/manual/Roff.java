package io.faultline.app.cli.manual;

/** Text in the language of man(7). What is written stays what is read: everything is escaped. */
final class Roff {

    private final StringBuilder out = new StringBuilder();

    Roff title(String name, String source, String manual) {
        return macro(".TH " + name + " 1 \"\" \"" + source + "\" \"" + manual + "\"");
    }

    Roff section(String title) {
        return macro(".SH \"" + escaped(title) + "\"");
    }

    Roff subsection(String title) {
        return macro(".SS \"" + escaped(title) + "\"");
    }

    Roff paragraph() {
        return macro(".PP");
    }

    /** A term in bold, and under it what is said of it. */
    Roff item(String term, String text) {
        return macro(".TP").bold(term).text(text);
    }

    Roff bold(String text) {
        return macro("\\fB" + escaped(text) + "\\fR");
    }

    /** Filled: lines are broken where the reader's screen ends. */
    Roff text(String text) {
        String line = escaped(text.strip());
        return macro(line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line);
    }

    /** As written, line by line. */
    Roff verbatim(Iterable<String> lines) {
        macro(".PP").macro(".nf");
        for (String line : lines) {
            String safe = escaped(line);
            macro(safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe);
        }
        return macro(".fi");
    }

    private Roff macro(String line) {
        out.append(line).append('\n');
        return this;
    }

    /** A hyphen would become a typographic one, and nobody could copy the option. */
    private static String escaped(String text) {
        return text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("\"", "\\(dq")
                .replace("'", "\\(aq");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
