package io.faultline.app.admin.page.faults;

import io.faultline.core.fault.ledger.Change;
import io.faultline.core.fault.ledger.FaultCount;
import io.faultline.core.fault.ledger.Lately;
import io.faultline.core.fault.ledger.Onset;
import io.faultline.core.fault.ledger.RecentFault;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.text.FaultJson;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What breaks, for a program. Keys are added to, never changed; when one must be, the version grows. */
final class FaultsJson {

    private static final int VERSION = 1;

    private final JsonWriter json;

    private FaultsJson(JsonWriter json) {
        this.json = json;
    }

    static String render(FaultPicture picture) {
        Utf8Buffer out = new Utf8Buffer(16 * 1024);
        var page = new FaultsJson(new JsonWriter(out));
        page.head(picture);
        page.json.member("fullest", picture.fullest().map(Resource::toString).orElse(null));
        page.layers(picture.layers());
        page.counts(picture.counts());
        page.onsets(picture.onsets());
        page.findings("contradictions", picture.contradictions());
        page.findings("common_causes", picture.commonCauses());
        page.changes(picture.changes());
        page.faults(picture.recent());
        page.json.endObject();
        return out.toString();
    }

    static String recent(List<RecentFault> chosen, FaultPicture picture) {
        Utf8Buffer out = new Utf8Buffer(16 * 1024);
        var page = new FaultsJson(new JsonWriter(out));
        page.head(picture);
        page.changes(picture.changes());
        page.faults(chosen);
        page.json.endObject();
        return out.toString();
    }

    private void head(FaultPicture picture) {
        json.object();
        json.member("version", VERSION);
        json.member("at", picture.at().toString());
        json.member("total", picture.total());
    }

    private void layers(List<LayerCount> layers) {
        json.array("layers");
        for (LayerCount count : layers) {
            json.object();
            json.member("layer", count.layer().name());
            json.member("upstream", count.upstream());
            json.member("side", count.side().label());
            lately(count.lately());
            json.member("count", count.total());
            json.endObject();
        }
        json.endArray();
    }

    private void counts(List<FaultCount> counts) {
        json.array("counts");
        for (FaultCount count : counts) {
            json.object();
            json.member("layer", count.layer().name());
            json.member("code", count.code().id());
            json.member("suspected", count.code().suspected());
            json.member("side", count.side().label());
            json.member("upstream", count.name());
            json.member("count", count.count());
            lately(count.lately());
            seen(json.object("last"), count.last()).endObject();
            json.endObject();
        }
        json.endArray();
    }

    private void lately(Lately lately) {
        json.member("last_1m", lately.lastMinute());
        json.member("last_10m", lately.lastTenMinutes());
        json.member("last_1h", lately.lastHour());
        json.member("began", lately.began().toString());
    }

    private void onsets(List<Onset> onsets) {
        json.array("onsets");
        for (Onset onset : onsets) {
            json.object();
            json.member("layer", onset.layer().name());
            json.member("upstream", onset.upstream());
            json.member("side", onset.side().label());
            json.member("began", onset.began().toString());
            json.member(
                    "seconds_after",
                    Duration.between(onset.after().at(), onset.began()).toSeconds());
            change(json.object("change"), onset.after()).endObject();
            json.member("text", onset.words());
            json.endObject();
        }
        json.endArray();
    }

    private void findings(String key, List<FaultPicture.Finding> findings) {
        json.array(key);
        for (FaultPicture.Finding found : findings) {
            json.object();
            json.member("upstream", found.upstream());
            json.member("endpoint", orNull(found.endpoint()));
            json.member("layer", found.layer());
            json.member("text", found.text());
            json.endObject();
        }
        json.endArray();
    }

    private void changes(List<Change> changes) {
        json.array("changes");
        for (Change each : changes) {
            change(json.object(), each).endObject();
        }
        json.endArray();
    }

    private static JsonWriter change(JsonWriter json, Change change) {
        json.member("at", change.at().toString());
        json.member("kind", change.kind().label());
        json.member("of", change.name());
        json.member("generation", change.generation());
        json.member("detail", orNull(change.detail()));
        return json;
    }

    private void faults(List<RecentFault> faults) {
        json.array("recent");
        for (RecentFault fault : faults) {
            seen(json.object(), fault).endObject();
        }
        json.endArray();
    }

    private static JsonWriter seen(JsonWriter json, RecentFault recent) {
        json.member("number", recent.number());
        json.member("at", recent.at().toString());
        json.member("listener", orNull(recent.scope().listener()));
        json.member("upstream", orNull(recent.scope().upstream()));
        json.member("endpoint", recent.endpoint());
        json.member(
                "session",
                recent.connectionId() == 0 ? null : "%016x".formatted(recent.connectionId()));
        FaultJson.member(json, "fault", recent.fault());
        return json;
    }

    private static @Nullable String orNull(String name) {
        return name.isEmpty() ? null : name;
    }
}
