package io.faultline.core.config.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The text the scanner reads, all of it at hand. The library's own reader keeps a window and copies it
 * for every kilobyte of a token: one word of 4 MiB would take many seconds.
 */
final class WholeText extends StreamReader {

    private final int[] codePoints;
    private int index;
    private int line;
    private int column;

    WholeText(String text) {
        super("");
        this.codePoints = text.codePoints().toArray();
    }

    @Override
    public int peek() {
        return peek(0);
    }

    /** The code point that many places ahead; 0 past the end, as the scanner expects it. */
    @Override
    public int peek(int ahead) {
        int at = index + ahead;
        return at < codePoints.length ? codePoints[at] : 0;
    }

    @Override
    public String prefix(int length) {
        int from = Math.min(index, codePoints.length);
        return new String(codePoints, from, Math.min(length, codePoints.length - from));
    }

    @Override
    public String prefixForward(int length) {
        String prefix = prefix(length);
        index += length;
        column += length; // the scanner asks for parts of one line only
        return prefix;
    }

    @Override
    public void forward() {
        forward(1);
    }

    @Override
    public void forward(int length) {
        for (int i = 0; i < length && index < codePoints.length; i++) {
            int codePoint = codePoints[index++];
            if (endsLine(codePoint)) {
                line++;
                column = 0;
            } else {
                column++;
            }
        }
    }

    private boolean endsLine(int codePoint) {
        return switch (codePoint) {
            case '\n', '\u0085', '\u2028', '\u2029' -> true;
            case '\r' -> peek() != '\n';
            default -> false;
        };
    }

    @Override
    public Mark getMark() {
        return new Mark("", index, line, column, codePoints, index);
    }

    @Override
    public int getIndex() {
        return index;
    }

    @Override
    public int getLine() {
        return line;
    }

    @Override
    public int getColumn() {
        return column;
    }

    /** Counted by the library to bound a document. The size of ours is checked before. */
    @Override
    public int getDocumentIndex() {
        return 0;
    }

    @Override
    public void resetDocumentIndex() {}
}
