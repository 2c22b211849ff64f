package io.faultline.l7.route.match;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.regex.LinearRegex;
import io.faultline.l7.regex.RegexSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Which paths.
 *
 * @param text the path or pattern; a prefix without a slash at its end; empty for any
 * @param regex for REGEX only
 */
public record PathPattern(Kind kind, String text, @Nullable LinearRegex regex) {

    /** In the order in which they are tried. */
    public enum Kind {
        EXACT,
        REGEX,
        PREFIX,
        ANY
    }

    public static final PathPattern ANY = new PathPattern(Kind.ANY, "", null);

    public static PathPattern exact(String path) {
        return new PathPattern(Kind.EXACT, path, null);
    }

    /** Whole segments: a slash at the end makes no difference. */
    public static PathPattern prefix(String path) {
        String bare = path;
        while (bare.endsWith("/")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        return bare.isEmpty() ? ANY : new PathPattern(Kind.PREFIX, bare, null);
    }

    public static PathPattern regex(String pattern) throws RegexSyntaxException {
        return new PathPattern(Kind.REGEX, pattern, LinearRegex.compile(pattern));
    }

    public boolean matches(byte[] bytes, int from, int to) {
        return switch (kind) {
            case ANY -> true;
            case EXACT -> Ascii.equals(bytes, from, to, Ascii.bytes(text));
            case REGEX -> regex != null && regex.matches(bytes, from, to);
            case PREFIX -> {
                int end = from + text.length();
                yield end <= to
                        && Ascii.equals(bytes, from, end, Ascii.bytes(text))
                        && (end == to || bytes[end] == '/');
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathPattern that && kind == that.kind && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode() * 31 + kind.hashCode();
    }

    /** As {@code faultline routes} prints it. */
    @Override
    public String toString() {
        return switch (kind) {
            case ANY -> "any";
            case EXACT -> "= " + text;
            case REGEX -> "~ " + text;
            case PREFIX -> text + "/...";
        };
    }
}
