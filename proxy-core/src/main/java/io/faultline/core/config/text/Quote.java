package io.faultline.core.config.text;

/** Puts text from a file into a message: in quotes, on one line, never longer than a line. */
public final class Quote {

    private static final int MAX_LENGTH = 80;

    private Quote() {}

    public static String of(String text) {
        return "'" + plain(text) + "'";
    }

    /** The same without the quotes. */
    public static String plain(String text) {
        if (text.length() <= MAX_LENGTH && text.codePoints().allMatch(Quote::isVisible)) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        text.codePoints()
                .limit(MAX_LENGTH)
                .map(codePoint -> isVisible(codePoint) ? codePoint : 0xFFFD)
                .forEach(plain::appendCodePoint);
        boolean cut = text.codePointCount(0, text.length()) > MAX_LENGTH;
        return plain.append(cut ? "..." : "").toString();
    }

    /** False for what moves a cursor, hides, or turns the text around on a terminal. */
    public static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    false;
            default -> true;
        };
    }
}
