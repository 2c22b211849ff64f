package io.faultline.l7.exchange;

import io.faultline.core.address.IpPrefix;
import io.faultline.core.address.PrefixTable;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.config.Propagation;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.route.Route;

/**
 * What the endpoint is told besides what the client said: who the client is, which way the request
 * came, and by which name all hops log it. What a client says about itself counts only where the
 * configuration trusts it; from all others it is taken away, for an application that believes
 * X-Forwarded-For would believe anybody.
 */
final class RequestFields {

    private static final byte[] FOR = Ascii.bytes("X-Forwarded-For");
    private static final byte[] PROTO = Ascii.bytes("X-Forwarded-Proto");
    private static final byte[] HOST = Ascii.bytes("X-Forwarded-Host");
    private static final byte[] PORT = Ascii.bytes("X-Forwarded-Port");
    private static final byte[] FORWARDED = Ascii.bytes("Forwarded");
    private static final byte[] VIA = Ascii.bytes("Via");
    private static final byte[] REQUEST_ID = Ascii.bytes("X-Request-Id");
    private static final byte[] TRACEPARENT = Ascii.bytes("traceparent");
    private static final byte[] HTTP = Ascii.bytes("http");
    private static final byte[] HTTPS = Ascii.bytes("https");
    private static final byte[] COMMA = Ascii.bytes(", ");
    private static final byte[] VIA_1_0 = Ascii.bytes("1.0 faultline");
    private static final byte[] VIA_1_1 = Ascii.bytes("1.1 faultline");
    private static final byte[] VIA_2 = Ascii.bytes("2 faultline");
    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");

    private final HttpConfig config;
    private final HttpService service;
    private final PrefixTable trusted;
    private final byte[] scratch = new byte[64];

    RequestFields(HttpConfig config, HttpService service) {
        this.config = config;
        this.service = service;
        this.trusted =
                PrefixTable.of(
                        config.trustedProxies().stream()
                                .map(range -> IpPrefix.of(range.network(), range.prefixBits()))
                                .toList());
    }

    void apply(ClientStream client, Route route) {
        RequestHead request = client.request();
        Fields fields = request.fields();
        boolean believed = trusted.contains(client.connection().peer());
        if (config.forwarded().xForwarded()) {
            xForwarded(client, request, fields, believed);
        }
        forwarded(client, request, fields, believed);
        if (config.forwarded().via()) {
            via(request, fields);
        }
        requestId(fields, believed);
        trace(fields, believed);
        route.requestEdits().apply(fields);
    }

    private void xForwarded(
            ClientStream client, RequestHead request, Fields fields, boolean believed) {
        if (!believed) {
            fields.dropAll(KnownField.X_FORWARDED_FOR);
            fields.dropAll(KnownField.X_FORWARDED_PROTO);
            fields.dropAll(KnownField.X_FORWARDED_HOST);
            fields.dropAll(KnownField.X_FORWARDED_PORT);
        }
        appendTo(fields, KnownField.X_FORWARDED_FOR, FOR, client.clientText());
        if (!fields.has(KnownField.X_FORWARDED_PROTO)) {
            fields.add(PROTO, request.isSecure() ? HTTPS : HTTP);
        }
        if (!fields.has(KnownField.X_FORWARDED_HOST) && request.hasAuthority()) {
            fields.add(HOST, request.bytes(), request.authorityStart(), request.authorityEnd());
        }
        if (!fields.has(KnownField.X_FORWARDED_PORT)) {
            int field = fields.beginAdded(PORT);
            appendDecimal(fields, client.connection().destination().port());
            fields.endAdded(field);
        }
    }

    /** One line with all values, ours last. */
    private static void appendTo(Fields fields, KnownField known, byte[] name, byte[] value) {
        int before = fields.first(known);
        if (before < 0) {
            fields.add(name, value);
            return;
        }
        int added = fields.beginAdded(name);
        for (int i = before; i >= 0 && i != added; i = fields.next(known, i + 1)) {
            fields.append(fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
            fields.append(COMMA);
        }
        fields.append(value);
        fields.endAdded(added);
        for (int i = before; i >= 0 && i != added; i = fields.next(known, i + 1)) {
            fields.drop(i);
        }
    }

    private void forwarded(
            ClientStream client, RequestHead request, Fields fields, boolean believed) {
        if (!believed) {
            fields.dropAll(KnownField.FORWARDED);
        }
        if (config.forwarded().forwarded()) {
            appendTo(fields, KnownField.FORWARDED, FORWARDED, Rfc7239.element(client, request));
        }
    }

    /** RFC 9110 7.6.3: a proxy says in every request which way it came. */
    private static void via(RequestHead request, Fields fields) {
        byte[] own =
                switch (request.version()) {
                    case HTTP_1_0 -> VIA_1_0;
                    case HTTP_1_1 -> VIA_1_1;
                    case HTTP_2 -> VIA_2;
                };
        appendTo(fields, KnownField.VIA, VIA, own);
    }

    private void requestId(Fields fields, boolean believed) {
        Propagation rule = config.requestId();
        if (rule == Propagation.OFF) {
            return;
        }
        int sent = fields.first(KnownField.X_REQUEST_ID);
        if (sent >= 0 && keeps(rule, believed) && isPlain(fields, sent)) {
            return;
        }
        fields.dropAll(KnownField.X_REQUEST_ID);
        fields.add(REQUEST_ID, scratch, 0, hex(0, 2));
    }

    /** W3C Trace Context: 00-TRACE-PARENT-FLAGS. */
    private void trace(Fields fields, boolean believed) {
        Propagation rule = config.traceparent();
        if (rule == Propagation.OFF) {
            return;
        }
        int sent = fields.first(KnownField.TRACEPARENT);
        if (sent >= 0 && keeps(rule, believed) && TraceParent.isValid(fields, sent)) {
            return;
        }
        fields.dropAll(KnownField.TRACEPARENT);
        fields.dropAll(KnownField.TRACESTATE); // it belongs to the one that was there
        scratch[0] = '0';
        scratch[1] = '0';
        scratch[2] = '-';
        int at = hex(3, 2);
        scratch[at] = '-';
        at = hex(at + 1, 1);
        scratch[at] = '-';
        scratch[at + 1] = '0';
        scratch[at + 2] = '0'; // not sampled: that is for who records traces
        fields.add(TRACEPARENT, scratch, 0, at + 3);
    }

    private static boolean keeps(Propagation rule, boolean believed) {
        return rule == Propagation.KEEP || rule == Propagation.TRUSTED && believed;
    }

    /** What may go into logs as it is: no spaces, no quotes, not endless. */
    private static boolean isPlain(Fields fields, int field) {
        int from = fields.valueStart(field);
        int to = fields.valueEnd(field);
        if (from == to || to - from > 128) {
            return false;
        }
        for (int i = from; i < to; i++) {
            byte b = fields.bytes()[i];
            boolean plain =
                    b >= '0' && b <= '9'
                            || b >= 'a' && b <= 'z'
                            || b >= 'A' && b <= 'Z'
                            || b == '-'
                            || b == '_'
                            || b == '.'
                            || b == ':'
                            || b == '/'
                            || b == '+'
                            || b == '=';
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /** So many random words of 64 bits from here on; returns the index behind them. */
    private int hex(int from, int words) {
        int at = from;
        for (int word = 0; word < words; word++) {
            long bits = service.random() | 1; // W3C: not all zero
            for (int shift = 60; shift >= 0; shift -= 4) {
                scratch[at++] = HEX[(int) (bits >>> shift & 0xf)];
            }
        }
        return at;
    }

    private void appendDecimal(Fields fields, int number) {
        int at = scratch.length;
        int rest = number;
        do {
            scratch[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        fields.append(scratch, at, scratch.length);
    }
}
