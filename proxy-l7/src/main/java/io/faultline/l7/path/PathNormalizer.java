package io.faultline.l7.path;

import io.faultline.l7.config.EncodedSlash;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Brings a path into the one form that is matched and forwarded, so that we and the upstream cannot
 * read two different paths: what is unreserved is not encoded, hex digits are in upper case, there are
 * no dot segments and no empty ones (RFC 3986 6.2.2). What could still be read in two ways is refused.
 *
 * <p>Shared by all workers. Allocates nothing, and writes nothing when the path is normal already.
 */
public final class PathNormalizer {

    private static final byte PLAIN = 0; // stays as it is
    private static final byte ENCODE = 1; // not allowed in a path, but everybody sends it
    private static final byte REFUSE = 2;
    private static final byte PERCENT = 3;
    private static final byte SLASH = 4;
    private static final byte[] KIND = new byte[256];
    private static final boolean[] UNRESERVED = new boolean[256];
    private static final byte[] HEX = Ascii.bytes("0123456789ABCDEF");
    private static final byte[] ROOT = {'/'};
    private static final byte[] SERVER = {'*'};

    static {
        Arrays.fill(KIND, ENCODE);
        // RFC 3986 3.3: pchar, and the brackets that many clients leave as they are.
        for (byte b : Ascii.bytes("-._~!$&'()*+,;=:@")) {
            KIND[b] = PLAIN;
        }
        for (int c = 0; c < 128; c++) {
            boolean alphanumeric = c >= '0' && c <= '9' || (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            if (alphanumeric) {
                KIND[c] = PLAIN;
            }
            UNRESERVED[c] = alphanumeric || c == '-' || c == '.' || c == '_' || c == '~';
            if (c <= ' ' || c == 0x7f) {
                KIND[c] = REFUSE;
            }
        }
        // A browser takes a backslash for a slash, others take it for a letter. '#' and '?' end a
        // path.
        KIND['\\'] = KIND['#'] = KIND['?'] = REFUSE;
        KIND['%'] = PERCENT;
        KIND['/'] = SLASH;
    }

    private final EncodedSlash encodedSlash;

    public PathNormalizer(EncodedSlash encodedSlash) {
        this.encodedSlash = encodedSlash;
    }

    /** Gives the head its normal path. On the worker's loop only. */
    public Outcome normalize(RequestHead head) {
        byte[] bytes = head.bytes();
        int from = head.pathStart();
        int to = head.pathEnd();
        if (from == to) {
            return head.method() == Method.CONNECT ? Outcome.UNCHANGED : fill(head);
        }
        if (bytes[from] != '/') {
            boolean server =
                    to - from == 1 && bytes[from] == '*' && head.method() == Method.OPTIONS;
            return server ? Outcome.UNCHANGED : Outcome.NOT_ABSOLUTE;
        }
        int normal = normalUpTo(bytes, from, to);
        return normal == to ? Outcome.UNCHANGED : rewrite(head, normal);
    }

    // RFC 9112 3.2.1 and 3.2.4: an absolute-form target without a path asks for the root, or for
    // all.
    private static Outcome fill(RequestHead head) {
        int start = head.fields().append(head.method() == Method.OPTIONS ? SERVER : ROOT);
        head.path(start, start + 1);
        return Outcome.CHANGED;
    }

    /** Where the first byte stands that may have to change, backed up to the slash before it. */
    private static int normalUpTo(byte[] bytes, int from, int to) {
        int slash = from;
        for (int i = from; i < to; i++) {
            byte kind = KIND[bytes[i] & 0xff];
            if (kind == SLASH) {
                boolean suspicious = i + 1 < to && (bytes[i + 1] == '/' || bytes[i + 1] == '.');
                if (suspicious) {
                    return i;
                }
                slash = i;
            } else if (kind != PLAIN) {
                return slash;
            }
        }
        return to;
    }

    private Outcome rewrite(RequestHead head, int normal) {
        Fields fields = head.fields();
        int from = head.pathStart();
        int to = head.pathEnd();
        int start = fields.length();
        byte[] bytes = fields.room((to - from) * 3 + 1); // every byte may need to be encoded
        System.arraycopy(bytes, from, bytes, start, normal - from);
        int out = start + normal - from;
        int i = normal;
        while (i < to) {
            int value = bytes[i] & 0xff;
            int encoded = 0;
            switch (KIND[value]) {
                case REFUSE -> {
                    return Outcome.BAD_BYTE;
                }
                case ENCODE -> encoded = value;
                case PERCENT -> {
                    int decoded = decoded(bytes, i, to);
                    if (decoded < 0) {
                        return Outcome.BAD_PERCENT;
                    }
                    if (decoded < ' ' || decoded == 0x7f) {
                        return Outcome.ENCODED_CONTROL;
                    }
                    boolean slash = decoded == '/' || decoded == '\\';
                    if (slash && encodedSlash == EncodedSlash.REJECT) {
                        return Outcome.ENCODED_SLASH;
                    }
                    boolean plain =
                            UNRESERVED[decoded]
                                    || decoded == '/' && encodedSlash == EncodedSlash.DECODE;
                    value = decoded;
                    encoded = plain ? 0 : decoded;
                    i += 2;
                }
                default -> {}
            }
            i++;
            if (encoded != 0) {
                bytes[out++] = '%';
                bytes[out++] = HEX[encoded >> 4];
                bytes[out++] = HEX[encoded & 15];
            } else if (value == '/') {
                out = endOfSegment(bytes, start, out);
                if (out < 0) {
                    return refusal(out);
                }
                if (out == start || bytes[out - 1] != '/') {
                    bytes[out++] = '/';
                }
            } else {
                bytes[out++] = (byte) value;
            }
        }
        out = endOfSegment(bytes, start, out);
        if (out < 0) {
            return refusal(out);
        }
        return finish(head, start, out);
    }

    private static Outcome finish(RequestHead head, int start, int end) {
        byte[] bytes = head.bytes();
        int from = head.pathStart();
        if (Arrays.equals(bytes, from, head.pathEnd(), bytes, start, end)) {
            return Outcome.UNCHANGED;
        }
        head.fields().filled(end - start);
        head.path(start, end);
        return Outcome.CHANGED;
    }

    private static final int TOO_HIGH = -1;
    private static final int DOTS = -2;

    private static Outcome refusal(int code) {
        return code == TOO_HIGH ? Outcome.ABOVE_ROOT : Outcome.DOTS_WITH_PARAMETER;
    }

    /** Resolves the segment that has just been written if it is a dot segment: RFC 3986 5.2.4. */
    private static int endOfSegment(byte[] bytes, int start, int out) {
        int begin = out;
        while (begin > start && bytes[begin - 1] != '/') {
            begin--;
        }
        if (begin == out || bytes[begin] != '.') {
            return out;
        }
        int dots = begin + 1 < out && bytes[begin + 1] == '.' ? 2 : 1;
        if (begin + dots < out) {
            return bytes[begin + dots] == ';' ? DOTS : out;
        }
        if (dots == 1) {
            return begin; // the slash before it stays
        }
        if (begin - 1 == start) {
            return TOO_HIGH;
        }
        int parent = begin - 1;
        while (bytes[parent - 1] != '/') {
            parent--;
        }
        return parent;
    }

    private static int decoded(byte[] bytes, int at, int to) {
        if (at + 2 >= to) {
            return -1;
        }
        int high = Character.digit(bytes[at + 1], 16);
        int low = Character.digit(bytes[at + 2], 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** What has become of a path. */
    public enum Outcome {
        /** It was in normal form already. */
        UNCHANGED,
        /** The head now has another path. */
        CHANGED,
        BAD_PERCENT("a '%' in the path without two hex digits behind it (RFC 3986 2.1)"),
        BAD_BYTE("a control character, space, '#' or backslash in the path (RFC 3986 3.3)"),
        ENCODED_CONTROL("a control character in the path, percent-encoded"),
        ENCODED_SLASH("%2F or %5C in the path, and http.encodedSlash is reject"),
        ABOVE_ROOT("'..' in the path leads above its root (RFC 3986 5.2.4)"),
        DOTS_WITH_PARAMETER("'..;' in the path, which some servers take for '..'"),
        NOT_ABSOLUTE("the path does not begin with '/' (RFC 9112 3.2)");

        private final @Nullable String rule;

        Outcome() {
            rule = null;
        }

        Outcome(String rule) {
            this.rule = rule;
        }

        /** Answer 400: the path may mean one thing to us and another to the upstream. */
        public boolean isRejected() {
            return rule != null;
        }

        /** The rule that the path breaks, for the evidence. */
        public String rule() {
            return rule == null ? "" : rule;
        }
    }
}
