package io.faultline.l7.exchange;

import io.faultline.core.address.IpPrefix;
import io.faultline.core.address.PrefixTable;
import io.faultline.core.connection.TlsSession;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.config.Propagation;
import io.faultline.l7.hops.TraceParent;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.PreparedFields;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.route.Route;
import java.util.Arrays;

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
    private static final byte[] CLIENT_CERT = Ascii.bytes("X-Forwarded-Client-Cert");
    private static final byte[] CLIENT_CERT_LOWER = Ascii.bytes("x-forwarded-client-cert");
    private static final byte[] VIA = Ascii.bytes("Via");
    private static final byte[] HTTP = Ascii.bytes("http");
    private static final byte[] HTTPS = Ascii.bytes("https");
    private static final byte[] COMMA = Ascii.bytes(", ");
    private static final byte[] NODE_IS = Ascii.bytes("for=");
    private static final byte[] PROTO_IS = Ascii.bytes(";proto=");
    private static final byte[] HOST_IS = Ascii.bytes(";host=\"");
    private static final byte[] QUOTE = Ascii.bytes("\"");

    /** Where the client has said nothing of these, all that we say is the same in its next request. */
    private static final long SAID =
            KnownField.mask(
                    KnownField.X_FORWARDED_FOR,
                    KnownField.X_FORWARDED_PROTO,
                    KnownField.X_FORWARDED_PORT,
                    KnownField.VIA);

    private static final long IDS =
            KnownField.mask(KnownField.X_REQUEST_ID, KnownField.TRACEPARENT);

    private final HttpConfig config;
    private final PrefixTable trusted;
    private final MadeIds ids;
    private final Fields draft = new Fields();
    private final byte[][] via; // by the version that the client speaks

    RequestFields(HttpConfig config, HttpService service) {
        this.config = config;
        this.ids = new MadeIds(service, config);
        String pseudonym = Ascii.text(service.pseudonym(), 0, service.pseudonym().length);
        this.via =
                Arrays.stream(HttpVersion.values())
                        .map(version -> Ascii.bytes(version.label() + " " + pseudonym))
                        .toArray(byte[][]::new);
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
        if (!believed) {
            dropClaims(fields);
        }
        if (fields.hasAny(SAID)) {
            aboutClient(client, request, fields);
        } else {
            fields.add(linesAbout(client, request));
        }
        if (config.forwarded().xForwarded()
                && !fields.has(KnownField.X_FORWARDED_HOST)
                && request.hasAuthority()) {
            fields.add(HOST, request.bytes(), request.authorityStart(), request.authorityEnd());
        }
        if (config.forwarded().forwarded()) {
            forwarded(client.facts(), request, fields);
        }
        if (config.forwarded().clientCertificate()) {
            clientCertificate(client, fields);
        }
        if (fields.hasAny(IDS)) {
            requestId(fields, believed);
            trace(fields, believed);
        } else {
            if (config.traceparent() != Propagation.OFF) {
                fields.dropAll(KnownField.TRACESTATE); // it belongs to a traceparent
            }
            fields.add(ids.both());
        }
        route.requestEdits().apply(fields);
    }

    private void dropClaims(Fields fields) {
        if (config.forwarded().xForwarded()) {
            fields.dropAll(KnownField.X_FORWARDED_FOR);
            fields.dropAll(KnownField.X_FORWARDED_PROTO);
            fields.dropAll(KnownField.X_FORWARDED_HOST);
            fields.dropAll(KnownField.X_FORWARDED_PORT);
        }
        fields.dropAll(KnownField.FORWARDED);
    }

    private PreparedFields linesAbout(ClientStream client, RequestHead request) {
        PreparedFields known = client.facts().linesFor(request.version());
        if (known == null) {
            draft.clear();
            aboutClient(client, request, draft);
            known = draft.prepared();
            client.facts().keep(known, request.version());
        }
        return known;
    }

    private void aboutClient(ClientStream client, RequestHead request, Fields fields) {
        if (config.forwarded().xForwarded()) {
            appendTo(fields, KnownField.X_FORWARDED_FOR, FOR, client.facts().address());
            if (!fields.has(KnownField.X_FORWARDED_PROTO)) {
                fields.add(PROTO, request.isSecure() ? HTTPS : HTTP);
            }
            if (!fields.has(KnownField.X_FORWARDED_PORT)) {
                int port = client.connection().destination().port();
                fields.add(PORT, Ascii.bytes(Integer.toString(port)));
            }
        }
        if (config.forwarded().via()) {
            via(request, fields);
        }
    }

    /** One line with all values, ours last. */
    private static void appendTo(Fields fields, KnownField known, byte[] name, byte[] value) {
        int before = fields.first(known);
        int added = fields.beginAdded(name);
        appendBefore(fields, known, before, added);
        fields.append(value);
        fields.endAdded(added);
    }

    private static void appendBefore(Fields fields, KnownField known, int before, int added) {
        for (int i = before; i >= 0 && i != added; i = fields.next(known, i + 1)) {
            fields.append(fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
            fields.append(COMMA);
            fields.drop(i);
        }
    }

    /** RFC 7239: {@code for=192.0.2.7;proto=https;host="shop.example"}. */
    private static void forwarded(ClientFacts client, RequestHead request, Fields fields) {
        int before = fields.first(KnownField.FORWARDED);
        int added = fields.beginAdded(FORWARDED);
        appendBefore(fields, KnownField.FORWARDED, before, added);
        fields.append(NODE_IS);
        fields.append(client.node());
        fields.append(PROTO_IS);
        fields.append(request.isSecure() ? HTTPS : HTTP);
        if (request.hasAuthority()) {
            fields.append(HOST_IS);
            fields.append(request.bytes(), request.authorityStart(), request.authorityEnd());
            fields.append(QUOTE);
        }
        fields.endAdded(added);
    }

    /** An identity that we have not verified ourselves is none, whoever passes it on. */
    private static void clientCertificate(ClientStream client, Fields fields) {
        fields.dropAll(CLIENT_CERT_LOWER);
        TlsSession tls = client.connection().tls();
        if (tls != null && tls.client() != null) {
            fields.add(CLIENT_CERT, tls.client().forwarded());
        }
    }

    /** RFC 9110 7.6.3: a proxy says in every request which way it came. */
    private void via(RequestHead request, Fields fields) {
        appendTo(fields, KnownField.VIA, VIA, via[request.version().ordinal()]);
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
        fields.add(ids.requestId());
    }

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
        fields.add(ids.traceParent());
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
}
