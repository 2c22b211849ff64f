package io.faultline.core.observe.access;

import io.faultline.core.fault.Fault;
import io.faultline.core.observe.text.Utf8Buffer;
import io.faultline.core.timing.Phase;
import io.faultline.core.wire.TcpInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields a text template may name. */
public enum LogField {
    TIME(
            "when the client connected, UTC",
            (entry, timestamps, out) -> timestamps.write(entry.startEpochMillis(), out)),
    ID(
            "the connection, as 16 hexadecimal digits",
            (entry, timestamps, out) -> out.padded(entry.id(), 16, 16)),
    LISTENER("the listener's name", FieldValue.text(SessionRecord::listener)),
    CLIENT("the client's address and port", FieldValue.text(entry -> entry.client().toString())),
    CLIENT_IP("the client's address alone", FieldValue.text(entry -> entry.client().addressText())),
    VIA(
            "the balancer in front of us that named the client",
            FieldValue.text(entry -> entry.via() == null ? null : entry.via().toString())),
    SNI("the server name in the client's TLS hello", FieldValue.text(SessionRecord::serverName)),
    TLS_VERSION("the TLS version spoken with the client", ofTls(TlsFacts::version)),
    TLS_CIPHER("its cipher, by its OpenSSL name", ofTls(TlsFacts::cipher)),
    TLS_ALPN("the protocol chosen by ALPN", ofTls(TlsFacts::alpn)),
    TLS_RESUMED(
            "whether the client came back with a ticket: true or false",
            ofTls(tls -> Boolean.toString(tls.resumed()))),
    TLS_HANDSHAKE_US(
            "the handshake with the client, waiting for its hello included",
            FieldValue.number(entry -> entry.tls() == null ? -1 : entry.tls().handshakeMicros())),
    CLIENT_CERT("the subject of the client's certificate", ofTls(TlsFacts::clientSubject)),
    CLIENT_CERT_SHA256(
            "the SHA-256 of the client's certificate", ofTls(TlsFacts::clientFingerprint)),
    UPSTREAM("the upstream's name", FieldValue.text(SessionRecord::upstream)),
    ENDPOINT("the endpoint that served", FieldValue.text(SessionRecord::endpoint)),
    METHOD("the request's method", ofHttp(HttpFacts::method)),
    TARGET("the request target as the client wrote it", ofHttp(HttpFacts::target)),
    HOST("the host the client asked for", ofHttp(HttpFacts::host)),
    PROTOCOL("the HTTP version the client speaks", ofHttp(HttpFacts::protocol)),
    STREAM(
            "the stream of the connection, in HTTP/2",
            ofHttp(http -> http.stream() == 0 ? null : Integer.toString(http.stream()))),
    STATUS(
            "what the client was answered; 499: it left before",
            ofHttp(http -> Integer.toString(http.status()))),
    REQUEST_ID("the id under which all hops log this request", ofHttp(HttpFacts::requestId)),
    ROUTE("the route that took the request", ofHttp(HttpFacts::route)),
    USER_AGENT("the User-Agent field", ofHttp(HttpFacts::userAgent)),
    REFERER("the Referer field", ofHttp(HttpFacts::referer)),
    GRPC_STATUS("how a gRPC call ended, as a number: 0 is success", ofHttp(HttpFacts::grpcStatus)),
    FAILED_HOP(
            "the proxy closest to the application that said it failed (Proxy-Status)",
            ofHttp(HttpFacts::failedHop)),
    FAILED_HOP_ERROR(
            "what it called that, like connection_refused", ofHttp(HttpFacts::failedHopError)),
    FAULT("the code of what broke", ofFault(fault -> fault.code().id())),
    FAULT_SIDE("whose fault it is", ofFault(fault -> fault.side().label())),
    FAULT_STAGE("where the connection was then", ofFault(fault -> fault.stage().label())),
    EVIDENCE("what proves the fault", ofFault(fault -> fault.evidence().toString())),
    CLOSED_FIRST(
            "who ended the session: client, upstream or proxy",
            FieldValue.text(
                    entry -> entry.closedFirst() == null ? null : entry.closedFirst().label())),
    BYTES_UP("bytes from the client to the endpoint", FieldValue.number(SessionRecord::bytesUp)),
    BYTES_DOWN(
            "bytes from the endpoint to the client", FieldValue.number(SessionRecord::bytesDown)),
    ATTEMPTS("how many connects were tried", FieldValue.number(entry -> entry.attempts().size())),
    FAILED(
            "endpoints that failed, each with its fault code",
            FieldValue.text(LogField::failedAttempts)),
    CONNECTION(
            "the connection to the endpoint: new, resumed (its TLS session), reused or none",
            FieldValue.text(entry -> entry.timings().provenance().label())),
    DURATION(
            "the whole session in milliseconds, like 12.345",
            FieldValue.millis(entry -> entry.timings().total())),
    DURATION_US("the whole session", FieldValue.number(entry -> entry.timings().total())),
    GATE_US("in gates and preamble", FieldValue.number(entry -> entry.timings().gate())),
    PICK_US("until the balancer answered", FieldValue.number(entry -> entry.timings().pick())),
    FAILED_US("lost on failed attempts", FieldValue.number(entry -> entry.timings().failed())),
    CONNECT_US("the connect that succeeded", FieldValue.number(entry -> entry.timings().connect())),
    UPSTREAM_TLS_US(
            "the TLS handshake with the endpoint",
            FieldValue.number(entry -> entry.timings().upstreamTls())),
    CLIENT_FIRST_BYTE_US(
            "until the client said anything",
            FieldValue.number(entry -> entry.timings().clientFirstByte())),
    UPSTREAM_FIRST_BYTE_US(
            "what the endpoint made us wait for its first byte",
            FieldValue.number(entry -> entry.timings().upstreamFirstByte())),
    PHASES(
            "where the time went, in microseconds, like loop=12 wait=480: they add up to {duration_us}",
            FieldValue.text(entry -> entry.timings().layers().toString())),
    PHASE_LOOP_US(Phase.LOOP),
    PHASE_GATE_US(Phase.GATE),
    PHASE_CLIENT_TLS_US(Phase.CLIENT_TLS),
    PHASE_EARLIER_US(Phase.EARLIER),
    PHASE_WORK_US(Phase.WORK),
    PHASE_CLIENT_US(Phase.CLIENT),
    PHASE_QUEUE_US(Phase.QUEUE),
    PHASE_DNS_US(Phase.DNS),
    PHASE_CONNECT_US(Phase.CONNECT),
    PHASE_TLS_US(Phase.TLS),
    PHASE_SEND_US(Phase.SEND),
    PHASE_WAIT_US(Phase.WAIT),
    PHASE_BODY_US(Phase.BODY),
    DNS(
            "where the endpoint's address came from: cached (a name, resolved before) or none",
            FieldValue.text(entry -> entry.timings().dns().label())),
    UPSTREAM_TLS(
            "TLS with the endpoint: new, resumed, reused or none",
            FieldValue.text(entry -> entry.timings().tls().label())),
    CLIENT_RTT_US(
            "round trip to the client",
            FieldValue.tcp(SessionRecord::clientTcp, TcpInfo::rttMicros)),
    CLIENT_RETRANSMITS(
            "segments sent again to the client",
            FieldValue.tcp(SessionRecord::clientTcp, TcpInfo::retransmitsTotal)),
    UPSTREAM_RTT_US(
            "round trip to the endpoint",
            FieldValue.tcp(SessionRecord::upstreamTcp, TcpInfo::rttMicros)),
    UPSTREAM_RETRANSMITS(
            "segments sent again to the endpoint",
            FieldValue.tcp(SessionRecord::upstreamTcp, TcpInfo::retransmitsTotal)),
    GENERATION(
            "which load of the configuration was in force",
            FieldValue.number(SessionRecord::generation)),

    // The names that nginx's users know, with its meaning and its units.
    REMOTE_ADDR("as {client_ip}", FieldValue.text(entry -> entry.client().addressText())),
    REMOTE_PORT("the client's port", FieldValue.number(entry -> entry.client().port())),
    TIME_LOCAL(
            "when the session ended, UTC, like 02/Jan/2026:03:04:05 +0000",
            (entry, timestamps, out) -> timestamps.writeCommon(endMillis(entry), out)),
    TIME_ISO8601(
            "when the session ended, UTC, like 2026-01-02T03:04:05+00:00",
            (entry, timestamps, out) -> timestamps.writeIso(endMillis(entry), out)),
    REQUEST("the request line, like GET /x HTTP/1.1", ofHttp(HttpFacts::requestLine)),
    REQUEST_METHOD("as {method}", ofHttp(HttpFacts::method)),
    REQUEST_URI("as {target}", ofHttp(HttpFacts::target)),
    SERVER_PROTOCOL("HTTP/1.1 or HTTP/1.0", ofHttp(http -> "HTTP/" + http.protocol())),
    BYTES_SENT("as {bytes_down}", FieldValue.number(SessionRecord::bytesDown)),
    BODY_BYTES_SENT("as {bytes_down}", FieldValue.number(SessionRecord::bytesDown)),
    HTTP_HOST("as {host}", ofHttp(HttpFacts::host)),
    HTTP_REFERER("as {referer}", ofHttp(HttpFacts::referer)),
    HTTP_USER_AGENT("as {user_agent}", ofHttp(HttpFacts::userAgent)),
    UPSTREAM_ADDR(
            "all endpoints that were tried, in order, the one that served last: a, b",
            FieldValue.text(LogField::triedEndpoints)),
    REQUEST_TIME(
            "the whole session in seconds, like 0.012",
            FieldValue.seconds(entry -> entry.timings().total())),
    UPSTREAM_CONNECT_TIME(
            "the connect that succeeded, in seconds",
            FieldValue.seconds(entry -> entry.timings().connect())),
    UPSTREAM_HEADER_TIME(
            "what the endpoint made us wait for its first byte, in seconds",
            FieldValue.seconds(entry -> entry.timings().upstreamFirstByte())),
    UPSTREAM_RESPONSE_TIME(
            "from the connect that succeeded to the end, in seconds",
            FieldValue.seconds(entry -> entry.timings().withEndpoint())),

    // And those of HAProxy's.
    FRONTEND_NAME("as {listener}", FieldValue.text(SessionRecord::listener)),
    BACKEND_NAME("as {upstream}", FieldValue.text(SessionRecord::upstream));

    private final String key = name().toLowerCase(Locale.ROOT);
    private final String meaning;
    private final FieldValue value;

    LogField(Phase phase) {
        this(
                "spent on %s%s"
                        .formatted(
                                phase.waitsFor(),
                                phase.layer().equals("-") ? "" : ", " + phase.layer()),
                FieldValue.number(entry -> entry.timings().layers().micros(phase)));
    }

    LogField(String meaning, FieldValue value) {
        this.meaning = meaning;
        this.value = value;
    }

    /** As it stands in a template, between braces. Keys that end in {@code _us} are microseconds. */
    public String key() {
        return key;
    }

    /** What it tells, in a few words. */
    public String meaning() {
        return meaning;
    }

    public static Optional<LogField> named(String key) {
        return Arrays.stream(values()).filter(field -> field.key.equals(key)).findFirst();
    }

    /** What a template may name, in the order of the reference page. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(LogField::key).toList();
    }

    void write(SessionRecord entry, Timestamps timestamps, Utf8Buffer out) {
        value.write(entry, timestamps, out);
    }

    private static FieldValue ofFault(Function<Fault, String> read) {
        return FieldValue.text(
                entry -> {
                    Fault fault = entry.fault();
                    return fault == null ? null : read.apply(fault);
                });
    }

    private static FieldValue ofTls(Function<TlsFacts, @Nullable String> read) {
        return FieldValue.text(
                entry -> {
                    TlsFacts tls = entry.tls();
                    return tls == null ? null : read.apply(tls);
                });
    }

    private static FieldValue ofHttp(Function<HttpFacts, @Nullable String> read) {
        return FieldValue.text(
                entry -> {
                    HttpFacts http = entry.http();
                    return http == null ? null : read.apply(http);
                });
    }

    private static long endMillis(SessionRecord entry) {
        return entry.startEpochMillis() + entry.timings().totalMillis();
    }

    private static @Nullable String triedEndpoints(SessionRecord entry) {
        List<String> tried = new ArrayList<>();
        entry.attempts().forEach(attempt -> tried.add(attempt.endpoint()));
        String served = entry.endpoint();
        if (served != null && (tried.isEmpty() || !tried.getLast().equals(served))) {
            tried.add(served); // over a connection that was there already: no connect was tried
        }
        return tried.isEmpty() ? null : String.join(", ", tried);
    }

    /** {@code 10.0.0.1:5432=L4.CONNECT_REFUSED,10.0.0.2:5432=L4.CONNECT_TIMEOUT}. */
    private static @Nullable String failedAttempts(SessionRecord entry) {
        StringBuilder text = new StringBuilder();
        for (Attempt attempt : entry.attempts()) {
            Fault fault = attempt.fault();
            if (fault != null) {
                text.append(text.isEmpty() ? "" : ",").append(attempt.endpoint());
                text.append('=').append(fault.code().id());
            }
        }
        return text.isEmpty() ? null : text.toString();
    }
}
