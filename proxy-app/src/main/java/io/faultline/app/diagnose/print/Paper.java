package io.faultline.app.diagnose.print;

import io.faultline.app.process.Terminal;

/** Lines of at most 80 columns. Colours are added to whole words, so that they do not count. */
final class Paper {

    static final int WIDTH = 80;

    private final StringBuilder text = new StringBuilder();
    private final Terminal colours;

    Paper(Terminal colours) {
        this.colours = colours;
    }

    Terminal colours() {
        return colours;
    }

    Paper line(String line) {
        text.append(line.stripTrailing()).append('\n');
        return this;
    }

    Paper blank() {
        text.append('\n');
        return this;
    }

    /** Words at an indent, broken where they do not fit; what is longer than a line stays whole. */
    Paper paragraph(int indent, String words) {
        return paragraph(" ".repeat(indent), indent, words);
    }

    /** The same behind something that stands on the first line already. */
    Paper paragraph(String begun, int indent, String words) {
        var line = new StringBuilder();
        String head = begun;
        for (String word : words.split(" ")) {
            if (!line.isEmpty() && indent + line.length() + 1 + word.length() > WIDTH) {
                line(head + line);
                head = " ".repeat(indent);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        return line(head + line);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
