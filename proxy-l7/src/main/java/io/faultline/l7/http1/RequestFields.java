package io.faultline.l7.http1;

import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.BodyLength;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.RequestHead;

/**
 * What the fields of a request mean for its connection and its body, and which of them end here. What
 * the writer makes itself (framing, Connection) is dropped.
 */
final class RequestFields {

    private static final byte[] CONTINUE = Ascii.bytes("100-continue");
    private static final byte[] TE = Ascii.bytes("te");
    private static final byte[] TRAILERS = Ascii.bytes("trailers");
    private static final byte[] H2C = Ascii.bytes("h2c");

    private final RequestParser parser;
    private final Framing framing;
    private final ConnectionOptions options;

    RequestFields(RequestParser parser) {
        this.parser = parser;
        this.framing = new Framing(parser, Sender.CLIENT);
        this.options = new ConnectionOptions(parser, Sender.CLIENT);
    }

    void apply(RequestHead head) {
        Fields fields = head.fields();
        if (!framing.read(fields, head.version()) || !options.read(fields)) {
            return;
        }
        head.bodyLength(
                framing.isChunked() ? BodyLength.FRAMED : framing.length(),
                framing.isLengthDeclared());
        head.keepAlive(options.isPersistent(head.version()));
        if (!applyExpect(head)) {
            return;
        }
        applyUpgrade(head);
        applyTe(fields);
        if (!framing.isChunked()) {
            fields.dropAll(KnownField.TRAILER); // RFC 9110 6.5: only chunked bodies have trailers
        }
        fields.dropAll(KnownField.CONTENT_LENGTH);
        fields.dropAll(KnownField.TRANSFER_ENCODING);
        fields.dropAll(KnownField.CONNECTION);
        fields.dropAll(KnownField.KEEP_ALIVE);
        fields.dropAll(KnownField.PROXY_CONNECTION);
        // RFC 9110 11.7.2: for the first proxy that asked for it. We ask nobody, and
        // the application must not get a password that was meant for somebody else.
        fields.dropAll(KnownField.PROXY_AUTHORIZATION);
        fields.dropAll(KnownField.HTTP2_SETTINGS);
        if (parser.hasUnderscores()) {
            MessageRules.dropImitations(fields);
        }
    }

    private boolean applyExpect(RequestHead head) {
        Fields fields = head.fields();
        if (!fields.has(KnownField.EXPECT)) {
            return true;
        }
        for (int i = fields.first(KnownField.EXPECT);
                i >= 0;
                i = fields.next(KnownField.EXPECT, i + 1)) {
            if (!Ascii.equalsIgnoreCase(
                    fields.bytes(), fields.valueStart(i), fields.valueEnd(i), CONTINUE)) {
                parser.reject(
                        Sender.CLIENT.broken(),
                        "RFC 9110 10.1.1: an expectation other than 100-continue (417 Expectation"
                                + " Failed)",
                        Framing.quote(fields, i));
                return false;
            }
        }
        if (head.version() == HttpVersion.HTTP_1_0 || !head.hasBody()) {
            // RFC 9110 10.1.1: ignored in HTTP/1.0, and without content it
            // expects nothing. Passed on, it would be an expectation of HTTP/1.1.
            fields.dropAll(KnownField.EXPECT);
            return true;
        }
        head.expectsContinue(true);
        return true;
    }

    private void applyUpgrade(RequestHead head) {
        Fields fields = head.fields();
        if (!fields.has(KnownField.UPGRADE)) {
            return;
        }
        // RFC 9110 7.8: must be listed in Connection, does not count in
        // HTTP/1.0, and may be ignored: with a body (who would read it,
        // HTTP or the new protocol?) and for h2c, which hides HTTP from us.
        boolean asks =
                options.hasUpgrade()
                        && head.version() == HttpVersion.HTTP_1_1
                        && !head.hasBody()
                        && !listsH2c(fields);
        head.asksForUpgrade(asks);
        if (!asks) {
            fields.dropAll(KnownField.UPGRADE);
        }
    }

    private static boolean listsH2c(Fields fields) {
        for (int i = fields.first(KnownField.UPGRADE);
                i >= 0;
                i = fields.next(KnownField.UPGRADE, i + 1)) {
            if (lists(fields, i, H2C)) {
                return true;
            }
        }
        return false;
    }

    /** RFC 9110 10.1.4: of TE only {@code trailers} can be promised for everybody behind us. */
    private static void applyTe(Fields fields) {
        if (!fields.has(KnownField.TE)) {
            return;
        }
        boolean trailers = false;
        for (int i = fields.first(KnownField.TE); i >= 0; i = fields.next(KnownField.TE, i + 1)) {
            trailers |= lists(fields, i, TRAILERS);
        }
        fields.dropAll(KnownField.TE);
        if (trailers) {
            fields.add(TE, TRAILERS);
        }
    }

    private static boolean lists(Fields fields, int field, byte[] lower) {
        byte[] bytes = fields.bytes();
        int end = fields.valueEnd(field);
        int at = fields.valueStart(field);
        while (at < end) {
            int comma = Syntax.indexOf((byte) ',', bytes, at, end);
            int elementEnd = comma < 0 ? end : comma;
            int from = Syntax.skipBlanks(bytes, at, elementEnd);
            int to = Syntax.trimBlanks(bytes, from, elementEnd);
            if (Ascii.equalsIgnoreCase(bytes, from, to, lower)) {
                return true;
            }
            at = elementEnd + 1;
        }
        return false;
    }
}
