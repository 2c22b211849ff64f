package io.faultline.core.observe.access;

import io.faultline.core.fault.Evidence;
import io.faultline.core.fault.Fault;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import io.faultline.core.wire.TcpInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per line. Every key is always there and always in this order, null where there is
 * nothing to say, so that a consumer may fix its schema on the first line it sees.
 */
final class JsonLines implements RecordFormat {

    private final Timestamps timestamps = new Timestamps();

    @Override
    public void write(SessionRecord entry, Utf8Buffer out) {
        JsonWriter json = new JsonWriter(out).object();
        time(json, entry.startEpochMillis());
        json.member("event", "session");
        id(json, entry.id());
        json.member("listener", entry.listener());
        json.member("client", entry.client().toString());
        json.member("via", entry.via() == null ? null : entry.via().toString());
        json.member("upstream", entry.upstream());
        json.member("endpoint", entry.endpoint());
        fault(json, entry.fault());
        json.member(
                "closed_first", entry.closedFirst() == null ? null : entry.closedFirst().label());
        json.member("bytes_up", entry.bytesUp());
        json.member("bytes_down", entry.bytesDown());
        timings(json, entry.timings());
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

    private static void fault(JsonWriter json, @Nullable Fault fault) {
        if (fault == null) {
            json.nullMember("fault");
            return;
        }
        json.object("fault");
        json.member("code", fault.code().id());
        json.member("layer", fault.code().layer().name());
        json.member("side", fault.side().label());
        json.member("stage", fault.stage().label());
        json.member("suspected", fault.code().suspected());
        evidence(json, fault.evidence());
        json.endObject();
    }

    private static void evidence(JsonWriter json, Evidence evidence) {
        // An array of pairs would be exact, but {"errno":"ECONNRESET"} is what a reader searches
        // for.
        List<String> parts = evidence.namesAndValues();
        json.object("evidence");
        for (int i = 0; i < parts.size(); i += 2) {
            json.member(uniqueName(parts, i), parts.get(i + 1));
        }
        json.endObject();
    }

    /** RFC 8259 4: names within an object should be unique, so a second one gets a number. */
    private static String uniqueName(List<String> parts, int index) {
        String name = parts.get(index);
        int seen = 1;
        for (int i = 0; i < index; i += 2) {
            seen += parts.get(i).equals(name) ? 1 : 0;
        }
        return seen == 1 ? name : name + "_" + seen;
    }

    private static void timings(JsonWriter json, SessionTimings timings) {
        json.object("timings_us");
        micros(json, "gate", timings.gate());
        micros(json, "pick", timings.pick());
        micros(json, "failed", timings.failed());
        micros(json, "connect", timings.connect());
        json.member("connection", timings.provenance().label());
        micros(json, "client_first_byte", timings.clientFirstByte());
        micros(json, "upstream_first_byte", timings.upstreamFirstByte());
        micros(json, "total", timings.total());
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
            fault(json, attempt.fault());
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
