package io.faultline.app.admin.page.saturation;

import io.faultline.app.admin.api.JsonShape;
import io.faultline.core.observe.saturation.EventCount;
import io.faultline.core.observe.saturation.Forecast;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.saturation.SaturationReport;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.util.Locale;

/** The page of fullness for a program. What is unknown is null, and its reason stands beside it. */
final class SaturationJson {

    private static final JsonShape RESOURCE =
            JsonShape.object("")
                    .with("layer", JsonShape.text(""))
                    .with("resource", JsonShape.text("A word; it never changes."))
                    .with("subject", JsonShape.text("Which one, or \"\"."))
                    .with("used", JsonShape.number("").orNull())
                    .with("limit", JsonShape.number("").orNull())
                    .with("unit", JsonShape.text(""))
                    .with("ratio", JsonShape.number("1 is full.").orNull())
                    .with("unknown", JsonShape.text("Why there is no ratio.").orNull())
                    .with("note", JsonShape.text(""))
                    .with("grows_per_second", JsonShape.number("").orNull())
                    .with("full_in_seconds", JsonShape.number("").orNull())
                    .with("remedy", JsonShape.text("What to do."));

    private static final JsonShape EVENT =
            JsonShape.object("What the kernel dropped.")
                    .with("layer", JsonShape.text(""))
                    .with("event", JsonShape.text(""))
                    .with("total", JsonShape.whole("").orNull())
                    .with("last_minute", JsonShape.whole("").orNull())
                    .with("means", JsonShape.text(""));

    static final JsonShape SHAPE =
            JsonShape.object("")
                    .with("at", JsonShape.text("When it was looked at."))
                    .with("fullest", JsonShape.text("").orNull())
                    .with("retransmit_share", JsonShape.number("Of segments, 0 to 1.").orNull())
                    .with("resources", JsonShape.list("The fullest first.", RESOURCE))
                    .with("events", JsonShape.list("", EVENT));

    private SaturationJson() {}

    static String of(SaturationReport report) {
        Utf8Buffer out = new Utf8Buffer(8 * 1024);
        JsonWriter json = new JsonWriter(out).object();
        json.member("at", report.at().toString());
        json.member("fullest", report.fullest().map(Resource::toString).orElse(null));
        json.member("retransmit_share", report.retransmitShare().orElse(Double.NaN));
        json.array("resources");
        for (Resource each : report.resources()) {
            resource(json.object(), each).endObject();
        }
        json.endArray().array("events");
        for (EventCount each : report.events()) {
            event(json.object(), each).endObject();
        }
        json.endArray().endObject();
        return out.toString();
    }

    private static JsonWriter resource(JsonWriter json, Resource resource) {
        json.member("layer", resource.layer().name());
        json.member("resource", resource.kind().label());
        json.member("subject", resource.subject());
        json.member("used", resource.used());
        json.member("limit", resource.limit());
        json.member("unit", resource.kind().unit().name().toLowerCase(Locale.ROOT));
        json.member("ratio", resource.ratio());
        json.member("unknown", resource.unknown());
        json.member("note", resource.note());
        Forecast forecast = resource.forecast();
        json.member("grows_per_second", forecast == null ? Double.NaN : forecast.perSecond());
        json.member("full_in_seconds", forecast == null ? Double.NaN : forecast.secondsToFull());
        return json.member("remedy", resource.kind().remedy());
    }

    private static JsonWriter event(JsonWriter json, EventCount count) {
        json.member("layer", count.kind().layer().name());
        json.member("event", count.kind().label());
        if (count.isKnown()) {
            json.member("total", count.total()).member("last_minute", count.lately());
        } else {
            json.nullMember("total").nullMember("last_minute");
        }
        return json.member("means", count.kind().means());
    }
}
