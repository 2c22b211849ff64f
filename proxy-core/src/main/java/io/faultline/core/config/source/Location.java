package io.faultline.core.config.source;

/**
 * A place in a file. Lines and columns count from 1; {@code width} is how many characters the
 * caret underlines. Line 0 means the file as a whole.
 */
public record Location(String file, int line, int column, int width) {

    /** The file as a whole: it is missing, or too large, or empty. */
    public static Location ofFile(String file) {
        return new Location(file, 0, 0, 0);
    }

    public boolean isWholeFile() {
        return line == 0;
    }

    /** For messages: {@code edge.yaml:12:7}. */
    public String exact() {
        return isWholeFile() ? file : file + ":" + line + ":" + column;
    }

    /** For evidence and logs: {@code edge.yaml:12}. */
    @Override
    public String toString() {
        return isWholeFile() ? file : file + ":" + line;
    }
}
