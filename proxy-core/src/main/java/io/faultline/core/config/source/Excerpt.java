package io.faultline.core.config.source;

import io.faultline.core.config.text.Quote;

/** A line of the file with a caret below it, cut to what fits a terminal. */
final class Excerpt {

    private static final String INDENT = "    ";
    private static final int MAX_WIDTH = 100;
    private static final int CONTEXT_BEFORE = 40;

    private Excerpt() {}

    /**
     * @param column of the place, in code points, from 1; past the end is the end
     */
    static String of(String line, int column, int width) {
        int length = line.codePointCount(0, line.length());
        int place = Math.clamp(column - 1L, 0, length);
        int from = length > MAX_WIDTH ? Math.max(0, place - CONTEXT_BEFORE) : 0;
        int to = Math.min(length, from + MAX_WIDTH);
        int[] shown =
                line.codePoints().skip(from).limit(to - from).map(Excerpt::printable).toArray();

        StringBuilder text = new StringBuilder(INDENT).append(from > 0 ? "..." : "");
        StringBuilder caret = new StringBuilder(INDENT).append(from > 0 ? "   " : "");
        for (int i = 0; i < shown.length; i++) {
            text.appendCodePoint(shown[i]);
            if (from + i < place) {
                // A tab stays a tab below itself, or the caret slides away from its place.
                caret.append(shown[i] == '\t' ? '\t' : ' ');
            }
        }
        text.append(to < length ? "..." : "");
        int carets = Math.clamp(width, 1, Math.max(1, to - place));
        return text.toString().stripTrailing() + "\n" + caret.append("^".repeat(carets));
    }

    // A hostile file must not be able to steer the terminal it is shown on.
    private static int printable(int codePoint) {
        return codePoint == '\t' || Quote.isVisible(codePoint) ? codePoint : 0xFFFD;
    }
}
