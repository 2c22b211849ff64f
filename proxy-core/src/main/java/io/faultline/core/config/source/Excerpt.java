package io.faultline.core.config.source;

import io.faultline.core.config.text.Quote;

/** A line of the file with a caret below it, cut to what fits a terminal. */
final class Excerpt {

    private static final String INDENT = "    ";
    private static final int MAX_WIDTH = 100;
    private static final int CONTEXT_BEFORE = 40;

    private Excerpt() {}

    static String of(String line, int column, int width) {
        int[] shown = line.codePoints().toArray();
        int place = Math.clamp(column - 1L, 0, shown.length);
        int from = shown.length > MAX_WIDTH ? Math.max(0, place - CONTEXT_BEFORE) : 0;
        int to = Math.min(shown.length, from + MAX_WIDTH);

        StringBuilder text = new StringBuilder(INDENT);
        StringBuilder caret = new StringBuilder(INDENT);
        if (from > 0) {
            text.append("...");
            caret.append("   ");
        }
        for (int i = from; i < to; i++) {
            text.appendCodePoint(printable(shown[i]));
            if (i < place) {
                // A tab stays a tab below itself, or the caret slides away from its place.
                caret.append(shown[i] == '\t' ? '\t' : ' ');
            }
        }
        if (to < shown.length) {
            text.append("...");
        }
        int carets = Math.clamp(width, 1, Math.max(1, to - place));
        return text.toString().stripTrailing() + "\n" + caret.append("^".repeat(carets));
    }

    // A hostile file must not be able to steer the terminal it is shown on.
    private static int printable(int codePoint) {
        return codePoint == '\t' || Quote.isVisible(codePoint) ? codePoint : 0xFFFD;
    }
}
