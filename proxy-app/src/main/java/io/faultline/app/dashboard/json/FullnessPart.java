package io.faultline.app.dashboard.json;

import io.faultline.app.dashboard.picture.Picture;
import io.faultline.core.observe.saturation.EventCount;
import io.faultline.core.observe.saturation.Forecast;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.text.JsonWriter;
import java.util.List;

/** How full everything is, the fullest first, and the kernel's bad news of the last minute. */
final class FullnessPart {

    private static final int MOST = 60;

    private final JsonWriter json;
    private final Picture picture;

    FullnessPart(JsonWriter json, Picture picture) {
        this.json = json;
        this.picture = picture;
    }

    void write() {
        List<Resource> all = picture.saturation().resources();
        json.array("resources");
        for (int i = 0; i < Math.min(MOST, all.size()); i++) {
            resource(all.get(i), picture.columnOfResource().get(i));
        }
        json.endArray().array("troubles");
        for (EventCount each : picture.saturation().troubles()) {
            json.object().member("layer", each.kind().layer().name());
            json.member("event", each.kind().label()).member("lately", each.lately());
            json.member("means", each.kind().means()).endObject();
        }
        json.endArray();
        json.member("retransmits", picture.saturation().retransmitShare().orElse(Double.NaN));
    }

    private void resource(Resource each, int column) {
        Forecast forecast = each.forecast();
        json.object().member("layer", each.layer().name()).member("column", column);
        json.member("kind", each.kind().label()).member("name", each.name());
        json.member("state", each.state()).member("ratio", each.ratio());
        json.member("full_in", forecast == null ? Double.NaN : forecast.secondsToFull());
        json.member("remedy", each.kind().remedy()).endObject();
    }
}
