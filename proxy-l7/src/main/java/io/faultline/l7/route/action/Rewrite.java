package io.faultline.l7.route.action;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.path.PathNormalizer;
import io.faultline.l7.path.PathNormalizer.Outcome;
import io.faultline.l7.regex.Captures;
import org.jspecify.annotations.Nullable;

/** What the upstream sees instead of what the client asked for. Shared by all workers. */
public final class Rewrite {

    private static final byte[] HOST = Ascii.bytes("Host");

    private final @Nullable PathTarget path;
    private final byte @Nullable [] host;

    Rewrite(@Nullable PathTarget path, @Nullable String host) {
        this.path = path;
        this.host = host == null ? null : Ascii.bytes(host);
    }

    /**
     * Changes the head in place. On the worker's loop only.
     *
     * @return rejected when the client made a path out of the template that nobody should be sent
     */
    public Outcome apply(RequestHead head, PathNormalizer normalizer, Captures captures) {
        if (host != null) {
            Fields fields = head.fields();
            fields.dropAll(KnownField.HOST);
            fields.add(HOST, host);
            int added = fields.count() - 1;
            head.authority(fields.valueStart(added), fields.valueEnd(added));
        }
        if (path == null || !PathTarget.isPath(head)) {
            return Outcome.UNCHANGED; // OPTIONS * is about the server, not about a path
        }
        Fields fields = head.fields();
        int start = fields.length();
        path.append(head, fields, captures);
        head.path(start, fields.length());
        Outcome outcome = normalizer.normalize(head);
        return outcome == Outcome.UNCHANGED ? Outcome.CHANGED : outcome;
    }
}
