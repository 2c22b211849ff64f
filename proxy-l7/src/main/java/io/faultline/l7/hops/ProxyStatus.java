package io.faultline.l7.hops;

import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.structured.BareItem;
import io.faultline.l7.structured.Member;
import io.faultline.l7.structured.StructuredList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer's {@code Proxy-Status} tells (RFC 9209). Read only where the field is there, and only
 * from upstream; it is a claim of somebody else, so it becomes evidence and never decides anything.
 *
 * @param deepest the failing proxy closest to the application, or null where none says it failed
 * @param problem why the field cannot be read, or null
 */
public record ProxyStatus(@Nullable FailedHop deepest, @Nullable String problem) {

    private static final int MOST_BYTES = 4 * 1024;
    private static final int MOST_CHARS = 128; // of what is kept of one value

    /** Of the field, which may have several lines (RFC 9110 5.2). */
    public static ProxyStatus read(Fields fields) {
        byte[] joined = new byte[MOST_BYTES];
        int length = 0;
        for (int at = fields.first(KnownField.PROXY_STATUS);
                at >= 0;
                at = fields.next(KnownField.PROXY_STATUS, at + 1)) {
            int line = fields.valueEnd(at) - fields.valueStart(at);
            if (length + 1 + line > MOST_BYTES) {
                return new ProxyStatus(null, "longer than " + MOST_BYTES + " bytes");
            }
            if (length > 0) {
                joined[length++] = ',';
            }
            System.arraycopy(fields.bytes(), fields.valueStart(at), joined, length, line);
            length += line;
        }
        StructuredList list = StructuredList.read(joined, 0, length);
        return list.isValid()
                ? new ProxyStatus(deepest(list.members()), null)
                : new ProxyStatus(null, list.problem());
    }

    /** RFC 9209 2: the first member is the one closest to the origin server, the last closest to us. */
    private static @Nullable FailedHop deepest(List<Member> members) {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            BareItem name = member.item();
            BareItem error = member.parameter("error");
            // 2.1.1: an error is a token. A name is a token or a string.
            if (name != null && name.isText() && error != null && error.isToken()) {
                return new FailedHop(
                        cut(name.text()),
                        cut(error.text()),
                        text(member.parameter("fault")),
                        text(member.parameter("next-hop")),
                        text(member.parameter("details")),
                        members.size() - i);
            }
        }
        return null;
    }

    private static @Nullable String text(@Nullable BareItem value) {
        return value == null || !value.isText() ? null : cut(value.text());
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "...";
    }
}
