package io.faultline.l7.route.action;

import io.faultline.l7.message.Fields;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.regex.Captures;
import io.faultline.l7.regex.LinearRegex;
import org.jspecify.annotations.Nullable;

/** An address that is made from a template and from the path that was asked for. */
final class PathTarget {

    private final Template template;
    private final @Nullable LinearRegex regex; // that the template takes its groups from
    private final int keptFrom; // of the path, to be put behind the template; -1 for nothing

    private PathTarget(Template template, @Nullable LinearRegex regex, int keptFrom) {
        this.template = template;
        this.regex = regex;
        this.keptFrom = keptFrom;
    }

    /** What follows the matched prefix goes behind the text. */
    static PathTarget keeping(String text, int matchedPrefix) {
        return new PathTarget(Template.plain(text), null, matchedPrefix);
    }

    /** The same for a path: '/' in place of a prefix takes the prefix away. */
    static PathTarget swapping(String prefix, int matchedPrefix) {
        return keeping(prefix, matchedPrefix);
    }

    static PathTarget whole(String text, @Nullable LinearRegex regex) {
        return regex == null
                ? new PathTarget(Template.plain(text), null, -1)
                : new PathTarget(Template.of(text), regex, -1);
    }

    static boolean isPath(RequestHead head) {
        return head.pathEnd() > head.pathStart() && head.bytes()[head.pathStart()] == '/';
    }

    void append(RequestHead head, Fields to, Captures captures) {
        int start = to.length();
        if (regex != null) {
            regex.capture(head.bytes(), head.pathStart(), head.pathEnd(), captures);
        }
        template.append(head.bytes(), captures, to);
        if (keptFrom >= 0 && isPath(head)) {
            int from = Math.min(head.pathStart() + keptFrom, head.pathEnd());
            boolean slashes = from < head.pathEnd() && head.bytes()[from] == '/';
            if (slashes && to.length() > start && to.bytes()[to.length() - 1] == '/') {
                to.truncate(to.length() - 1);
            }
            to.append(head.bytes(), from, head.pathEnd());
        }
    }
}
