package io.faultline.l7.config.check;

import io.faultline.core.config.check.Findings;
import io.faultline.core.config.source.Location;
import io.faultline.core.config.text.Quote;
import io.faultline.l7.config.EncodedSlash;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.path.PathNormalizer;
import io.faultline.l7.path.PathNormalizer.Outcome;
import io.faultline.l7.regex.LinearRegex;
import io.faultline.l7.regex.RegexSyntaxException;
import org.jspecify.annotations.Nullable;

/** Paths and patterns as they are written: could a request ever have such a path? */
final class PathChecks {

    private final PathNormalizer normalizer;
    private final Findings findings;
    private final RequestHead head = new RequestHead(); // one for all paths: it owns some kilobytes

    PathChecks(EncodedSlash encodedSlash, Findings findings) {
        this.normalizer = new PathNormalizer(encodedSlash);
        this.findings = findings;
    }

    void check(String path, Location at) {
        String fault = fault(path);
        if (fault != null) {
            findings.error(at, "%s", Quote.of(path) + fault);
        }
    }

    private @Nullable String fault(String path) {
        if (!path.startsWith("/")) {
            return " is not a path. A path begins with '/'.";
        }
        if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
            return " has a query or fragment, which is no part of a path. Leave it out.";
        }
        if (path.endsWith("/*")) {
            return " ends with a '*', which has no meaning here: a prefix takes everything below it. Write %s."
                    .formatted(path.length() == 2 ? "/" : path.substring(0, path.length() - 2));
        }
        if (path.chars().anyMatch(c -> c >= 0x80)) {
            return " has letters that a request has percent-encoded. Write them so.";
        }
        head.clear();
        int start = head.fields().append(Ascii.bytes(path));
        head.path(start, start + path.length());
        Outcome outcome = normalizer.normalize(head);
        if (outcome.isRejected()) {
            return " is never asked for, such requests are refused: " + outcome.rule() + ".";
        }
        return outcome == Outcome.UNCHANGED
                ? null
                : " is not in the form that paths are brought into before they are matched. Write "
                        + head.pathText()
                        + ".";
    }

    /** The pattern, or null when it cannot be used. */
    @Nullable LinearRegex pattern(String pattern, Location at) {
        try {
            return LinearRegex.compile(pattern);
        } catch (RegexSyntaxException invalid) {
            findings.error(
                    inside(at, pattern, invalid.position()),
                    "%s",
                    "in %s, character %d: %s"
                            .formatted(
                                    Quote.of(pattern), invalid.position() + 1, invalid.sentence()));
            return null;
        }
    }

    /** Points to the character itself where the text stands in the file as it is. */
    private static Location inside(Location at, String text, int position) {
        int quotes = at.width() - text.length();
        return quotes == 0 || quotes == 2
                ? new Location(at.file(), at.line(), at.column() + quotes / 2 + position, 1)
                : at;
    }
}
