package io.faultline.app.admin.page.status;

import io.faultline.app.process.BuildInfo;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** How the proxy is, for a program. */
final class StatusJson {

    private static final List<String> STATUS_CLASSES =
            List.of("none", "1xx", "2xx", "3xx", "4xx", "5xx");

    private StatusJson() {}

    static String render(StatusPicture picture, BuildInfo build, Instant startedAt) {
        Utf8Buffer out = new Utf8Buffer(4096);
        JsonWriter json = new JsonWriter(out).object();
        json.member("at", picture.at().toString());
        json.member("version", build.version()).member("commit", build.commit());
        json.member("pid", ProcessHandle.current().pid());
        json.member("started_at", startedAt.toString());
        json.member("uptime_seconds", Duration.between(startedAt, picture.at()).toSeconds());
        json.member("state", picture.state().name().toLowerCase(Locale.ROOT));
        json.member("generation", picture.generation()).member("source", picture.source());
        json.member("workers", picture.workers()).member("transport", picture.transport());
        json.member("sessions", picture.sessions());
        json.member("fullest", picture.fullest().map(Resource::toString).orElse(null));
        layers(json, picture.layers());
        listeners(json, picture.listeners());
        upstreams(json, picture.upstreams());
        json.endObject();
        return out.toString();
    }

    private static void layers(JsonWriter json, List<LayerFacts> layers) {
        json.array("layers");
        for (LayerFacts each : layers) {
            Resource fullest = each.fullest();
            json.object().member("layer", each.layer().name());
            json.member("faults_1m", each.lastMinute());
            json.member("faults_10m", each.lastTenMinutes());
            json.member("faults_1h", each.lastHour());
            json.member("fullest", fullest == null ? null : fullest.name());
            json.member("ratio", fullest == null ? Double.NaN : fullest.ratio()).endObject();
        }
        json.endArray();
    }

    static void listeners(JsonWriter json, List<ListenerFacts> listeners) {
        json.array("listeners");
        for (ListenerFacts each : listeners) {
            json.object().member("name", each.name()).member("address", each.address());
            json.member("protocol", each.protocol()).member("tls", each.tls());
            json.member("opened", each.opened()).member("active", each.active());
            json.member("bytes_up", each.bytesUp()).member("bytes_down", each.bytesDown());
            json.object("requests");
            for (int i = 0; i < each.byStatus().size(); i++) {
                json.member(STATUS_CLASSES.get(i), each.byStatus().get(i));
            }
            json.endObject().endObject();
        }
        json.endArray();
    }

    private static void upstreams(JsonWriter json, List<UpstreamFacts> upstreams) {
        json.array("upstreams");
        for (UpstreamFacts each : upstreams) {
            json.object().member("name", each.name()).member("endpoints", each.endpoints());
            json.member("in_rotation", each.inRotation()).member("on_backups", each.onBackups());
            json.member("ordered", each.ordered()).member("active", each.active());
            json.member("awaited", each.awaited()).member("retried", each.retried());
            json.member("bytes_up", each.bytesUp()).member("bytes_down", each.bytesDown());
            json.member("faults_1m", each.faultsLastMinute()).endObject();
        }
        json.endArray();
    }
}
