package io.faultline.core.observe.access;

import io.faultline.core.observe.text.FaultJson;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import io.faultline.core.timing.Phase;
import io.faultline.core.wire.TcpInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per line. Every key is always there and always in this order, null where there is
 * nothing to say, so that a consumer may fix its schema on the first line it sees.
 */
final class JsonLines implements RecordFormat {

    private static final Phase[] PHASES = Phase.values();

    private final Timestamps timestamps = new Timestamps();

    @Override
    public void write(SessionRecord entry, Utf8Buffer out) {
        JsonWriter json = new JsonWriter(out).object();
        time(json, entry.startEpochMillis());
        json.member("event", entry.http() == null ? "session" : "exchange");
        id(json, entry.id());
        json.member("listener", entry.listener());
        json.member("client", entry.client().toString());
        json.member("via", entry.via() == null ? null : entry.via().toString());
        json.member("sni", entry.serverName());
        tls(json, entry.tls());
        http(json, entry.http());
        json.member("upstream", entry.upstream());
        json.member("endpoint", entry.endpoint());
        FaultJson.member(json, "fault", entry.fault());
        json.member(
                "closed_first", entry.closedFirst() == null ? null : entry.closedFirst().label());
        json.member("bytes_up", entry.bytesUp());
        json.member("bytes_down", entry.bytesDown());
        timings(json, entry.timings());
        layers(json, entry.timings());
        attempts(json, entry.attempts());
        tcp(json, "client_tcp", entry.clientTcp());
        tcp(json, "upstream_tcp", entry.upstreamTcp());
        json.member("generation", entry.generation());
        json.endObject();
        out.ascii('\n');
    }

    @Override
    public void writeDropped(long count, long epochMillis, Utf8Buffer out) {
        JsonWriter json = new JsonWriter(out).object();
        time(json, epochMillis);
        json.member("event", "dropped").member("count", count).endObject();
        out.ascii('\n');
    }

    private void time(JsonWriter json, long epochMillis) {
        Utf8Buffer value = json.rawMember("time");
        value.ascii('"');
        timestamps.write(epochMillis, value);
        value.ascii('"');
    }

    private static void id(JsonWriter json, long id) {
        // Text, because JSON numbers lose the low bits of a long in most readers.
        Utf8Buffer value = json.rawMember("id");
        value.ascii('"');
        value.padded(id, 16, 16);
        value.ascii('"');
    }

    private static void tls(JsonWriter json, @Nullable TlsFacts tls) {
        if (tls == null) {
            json.nullMember("tls");
            return;
        }
        json.object("tls");
        json.member("version", tls.version());
        json.member("cipher", tls.cipher());
        json.member("alpn", tls.alpn());
        json.member("resumed", tls.resumed());
        json.member("handshake_us", tls.handshakeMicros());
        json.member("client_subject", tls.clientSubject());
        json.member("client_fingerprint", tls.clientFingerprint());
        json.endObject();
    }

    private static void http(JsonWriter json, @Nullable HttpFacts http) {
        if (http == null) {
            json.nullMember("http");
            return;
        }
        json.object("http");
        json.member("method", http.method());
        json.member("target", http.target());
        json.member("protocol", http.protocol());
        json.member("stream", http.stream());
        json.member("host", http.host());
        json.member("status", http.status());
        json.member("request_id", http.requestId());
        json.member("route", http.route());
        json.member("user_agent", http.userAgent());
        json.member("referer", http.referer());
        json.member("grpc_status", http.grpcStatus());
        json.member("failed_hop", http.failedHop());
        json.member("failed_hop_error", http.failedHopError());
        json.endObject();
    }

    private static void timings(JsonWriter json, SessionTimings timings) {
        json.object("timings_us");
        micros(json, "gate", timings.gate());
        micros(json, "pick", timings.pick());
        micros(json, "failed", timings.failed());
        micros(json, "connect", timings.connect());
        micros(json, "upstream_tls", timings.upstreamTls());
        json.member("connection", timings.provenance().label());
        micros(json, "client_first_byte", timings.clientFirstByte());
        micros(json, "upstream_first_byte", timings.upstreamFirstByte());
        micros(json, "total", timings.total());
        json.endObject();
    }

    private static void layers(JsonWriter json, SessionTimings timings) {
        json.object("phases_us");
        for (Phase phase : PHASES) {
            json.member(phase.label(), timings.layers().micros(phase));
        }
        json.endObject().object("provenance");
        json.member("dns", timings.dns().label());
        json.member("connect", timings.provenance().belowTls().label());
        json.member("tls", timings.tls().label());
        json.endObject();
    }

    private static void micros(JsonWriter json, String key, long micros) {
        if (micros < 0) {
            json.nullMember(key);
        } else {
            json.member(key, micros);
        }
    }

    private static void attempts(JsonWriter json, List<Attempt> attempts) {
        json.array("attempts");
        for (Attempt attempt : attempts) {
            json.object();
            json.member("endpoint", attempt.endpoint());
            json.member("start_us", attempt.startMicros());
            json.member("duration_us", attempt.durationMicros());
            FaultJson.member(json, "fault", attempt.fault());
            json.endObject();
        }
        json.endArray();
    }

    private static void tcp(JsonWriter json, String key, @Nullable TcpInfo tcp) {
        if (tcp == null) {
            json.nullMember(key);
            return;
        }
        json.object(key);
        json.member("rtt_us", tcp.rttMicros());
        json.member("rttvar_us", tcp.rttVarMicros());
        json.member("retransmits", tcp.retransmitsTotal());
        json.member("unacked", tcp.unacked());
        json.member("lost", tcp.lost());
        json.member("cwnd", tcp.sndCwnd());
        json.endObject();
    }
}
