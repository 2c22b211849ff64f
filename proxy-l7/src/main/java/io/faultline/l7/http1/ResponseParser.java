package io.faultline.l7.http1;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.ResponseHead;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads response heads, interim ones too, under the strict rules of RFC 9112. An upstream is trusted no
 * more than a client: an answer that is cut in the wrong place becomes somebody else's answer.
 *
 * <p>One per connection, reused; on the worker's loop only.
 */
public final class ResponseParser extends LineReader {

    private static final byte[] HTTP_1 = Ascii.bytes("HTTP/1.");
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int STATUS_END = STATUS_AT + 3;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int UPGRADE_REQUIRED = 426;

    private final Framing framing = new Framing(this, Sender.UPSTREAM);
    private final ConnectionOptions options = new ConnectionOptions(this, Sender.UPSTREAM);

    private Method requested = Method.OTHER;
    private Method requestedBefore = Method.OTHER;
    private boolean begun;
    private boolean fresh = true;
    private @Nullable ResponseHead head; // while it is fed

    public ResponseParser(HeadLimits limits) {
        super(Sender.UPSTREAM, limits);
        reset(Method.OTHER);
    }

    /** To be called before each head, after an interim one too. */
    public void reset(Method requestedMethod) {
        restart(true);
        requested = requestedMethod;
        begun = false;
        fresh = true;
    }

    /** Whether a byte of this head has come. */
    public boolean hasBegun() {
        return begun;
    }

    /**
     * Takes what belongs to the head, which the first call after {@link #reset} clears.
     *
     * @return the index of the first byte that was not taken
     */
    public int feed(Chunk chunk, int from, int to, ResponseHead into) {
        begun |= from < to;
        if (fresh) {
            fresh = false;
            // RFC 9112 6.3: what a head means depends on what was asked.
            if (requested == requestedBefore && isSaidAgain(chunk, from, to, into.fields())) {
                into.sayAgain();
                return from + into.fields().length();
            }
            into.clear();
        }
        head = into;
        int at = read(chunk, from, to, into.fields());
        head = null;
        return at;
    }

    // ---- the status line

    @Override
    boolean mayOpenWith(byte[] bytes, int length) {
        return length >= HTTP_1.length && Ascii.equals(bytes, 0, HTTP_1.length, HTTP_1);
    }

    @Override
    void startLine(Fields fields, int start, int end) {
        byte[] bytes = fields.bytes();
        String fault = statusLine(Objects.requireNonNull(head), bytes, end);
        if (fault != null) {
            reject(sender().broken(), fault, bytes, start, end);
        }
    }

    private static @Nullable String statusLine(ResponseHead into, byte[] bytes, int end) {
        if (end < STATUS_END) {
            return "RFC 9112 4: a status line that is too short";
        }
        switch (bytes[HTTP_1.length]) {
            case '1' -> into.version(HttpVersion.HTTP_1_1);
            case '0' -> into.version(HttpVersion.HTTP_1_0);
            default -> {
                return "RFC 9112 2.3: neither HTTP/1.0 nor HTTP/1.1";
            }
        }
        int status = 0;
        for (int i = STATUS_AT; i < STATUS_END; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return "RFC 9112 4: a status that is not three digits";
            }
            status = status * 10 + digit;
        }
        // RFC 9110 15 ends at 599, yet applications answer
        // 999 and clients take it for an error: passed on.
        if (status < 100 || bytes[STATUS_AT - 1] != ' ') {
            return "RFC 9112 4: no status from 100 on behind one space";
        }
        into.status(status);
        // RFC 9112 4 wants a space even before an empty reason; that it is missing misleads nobody.
        if (end > STATUS_END) {
            if (bytes[STATUS_END] != ' ') {
                return "RFC 9112 4: no space behind the status";
            }
            if (Syntax.indexOfControl(bytes, STATUS_END, end) >= 0) {
                return "RFC 9112 4: a control character in the reason";
            }
            into.reason(STATUS_END + 1, end);
        }
        return null;
    }

    // ---- the fields

    @Override
    void end(Fields fields) {
        ResponseHead into = Objects.requireNonNull(head);
        if (!framing.read(fields, into.version()) || !options.read(fields)) {
            return;
        }
        into.keepAlive(options.isPersistent(into.version()));
        applyLength(into);
        dropWhatEndsHere(into);
        into.keep();
        requestedBefore = requested;
    }

    /** RFC 9112 6.3, in its order. */
    private void applyLength(ResponseHead into) {
        Fields fields = into.fields();
        int status = into.status();
        if (status < 200 || status == NO_CONTENT) {
            if (framing.isChunked() || framing.length() > 0) {
                // RFC 9110 8.6 forbids it. Perhaps a body follows that nobody may read.
                into.keepAlive(false);
            }
            fields.dropAll(KnownField.CONTENT_LENGTH);
        } else if (requested == Method.HEAD || status == NOT_MODIFIED) {
            into.bodyLength(BodyLength.NONE, framing.isLengthDeclared());
            keepOneLength(fields);
        } else if (framing.isChunked()) {
            into.bodyLength(BodyLength.FRAMED, false);
            fields.dropAll(KnownField.CONTENT_LENGTH);
        } else if (framing.isLengthDeclared()) {
            into.bodyLength(framing.length(), true);
            fields.dropAll(KnownField.CONTENT_LENGTH);
        } else {
            into.bodyLength(BodyLength.UNTIL_CLOSE, false);
            into.keepAlive(false);
        }
        fields.dropAll(KnownField.TRANSFER_ENCODING);
    }

    /** It tells of a body that does not come, so the writer cannot know it. */
    private static void keepOneLength(Fields fields) {
        int first = fields.first(KnownField.CONTENT_LENGTH);
        for (int i = first < 0 ? -1 : fields.next(KnownField.CONTENT_LENGTH, first + 1);
                i >= 0;
                i = fields.next(KnownField.CONTENT_LENGTH, i + 1)) {
            fields.drop(i);
        }
    }

    private static void dropWhatEndsHere(ResponseHead into) {
        Fields fields = into.fields();
        int status = into.status();
        if (status != SWITCHING_PROTOCOLS && status != UPGRADE_REQUIRED) {
            fields.dropAll(KnownField.UPGRADE);
        }
        if (into.bodyLength() != BodyLength.FRAMED) {
            fields.dropAll(KnownField.TRAILER);
        }
        fields.dropAll(KnownField.CONNECTION);
        fields.dropAll(KnownField.KEEP_ALIVE);
        fields.dropAll(KnownField.PROXY_CONNECTION);
        // RFC 9110 11.7.1: for the next client on the way back, which is us.
        fields.dropAll(KnownField.PROXY_AUTHENTICATE);
        fields.dropAll(KnownField.TE);
        fields.dropAll(KnownField.HTTP2_SETTINGS);
    }
}
