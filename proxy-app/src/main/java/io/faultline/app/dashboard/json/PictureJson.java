package io.faultline.app.dashboard.json;

import io.faultline.app.dashboard.picture.Cell;
import io.faultline.app.dashboard.picture.Column;
import io.faultline.app.dashboard.picture.Finding;
import io.faultline.app.dashboard.picture.Happening;
import io.faultline.app.dashboard.picture.Numbered;
import io.faultline.app.dashboard.picture.Picture;
import io.faultline.app.dashboard.picture.Told;
import io.faultline.core.observe.access.RecordFormat;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One picture as an event of the stream. */
public final class PictureJson {

    private final Utf8Buffer out = new Utf8Buffer(32 * 1024);
    private final JsonWriter json = new JsonWriter(out);
    private final RecordFormat records = RecordFormat.json();
    private final Picture picture;

    private PictureJson(Picture picture) {
        this.picture = picture;
    }

    /** @param watchers how many share it */
    public static String render(Picture picture, ServedBy servedBy, int watchers) {
        var page = new PictureJson(picture);
        page.json.object();
        page.head(servedBy, watchers);
        page.columns();
        page.cells();
        new FaultsPart(page.json, picture).write();
        page.findings();
        new FullnessPart(page.json, picture).write();
        new EndpointsPart(page.json, picture).write();
        MomentsPart.write(page.json, picture.moments());
        page.happenings();
        page.told();
        page.json.endObject();
        // An event of the stream is one line; strings have no raw line ends, but a record ends in
        // one.
        return page.out.toString().replace("\n", "");
    }

    private void head(ServedBy servedBy, int watchers) {
        json.member("at", picture.at().toEpochMilli());
        json.member("state", lower(picture.state()));
        json.member("generation", picture.generation());
        json.member("version", servedBy.version());
        json.member("assets", servedBy.assets());
        json.member("started", servedBy.startedMillis());
        json.member("config", servedBy.config());
        json.member("watchers", watchers);
    }

    private void columns() {
        json.array("columns");
        for (Column each : picture.columns()) {
            json.object().member("kind", lower(each.kind())).member("name", each.name());
            json.endObject();
        }
        json.endArray();
    }

    /** Those that have something to say: a cell that is not here is quiet, and nothing in it can be full. */
    private void cells() {
        json.array("cells");
        for (Cell each : picture.cells()) {
            if (each.lastHour() == 0 && Double.isNaN(each.full())) {
                continue;
            }
            json.object().member("layer", each.layer().name()).member("column", each.column());
            json.member("heat", lower(each.heat()));
            json.member("m1", each.lastMinute());
            json.member("m10", each.lastTenMinutes());
            json.member("h1", each.lastHour());
            json.member("suspected", each.suspected());
            json.member("full", each.full()).member("fullest", each.fullest());
            json.endObject();
        }
        json.endArray();
    }

    private void findings() {
        json.array("findings");
        for (Finding each : picture.findings()) {
            json.object().member("kind", lower(each.kind())).member("layer", each.layer().name());
            json.member("column", each.column()).member("text", each.text()).endObject();
        }
        json.endArray();
    }

    private void happenings() {
        json.array("events");
        for (Numbered<Happening> each : picture.happenings()) {
            Happening one = each.value();
            json.object().member("n", each.number()).member("at", one.at().toEpochMilli());
            json.member("kind", lower(one.kind()));
            json.member("layer", one.layer() == null ? null : one.layer().name());
            json.member("text", one.text()).endObject();
        }
        json.endArray();
    }

    private void told() {
        json.array("tail");
        for (Numbered<Told> each : picture.told()) {
            Told one = each.value();
            json.object().member("n", each.number()).member("ended", one.kept().endEpochMillis());
            if (one.lateNanos() < 0) {
                json.nullMember("late_us");
            } else {
                json.member("late_us", TimeUnit.NANOSECONDS.toMicros(one.lateNanos()));
            }
            records.write(one.kept(), json.rawMember("record"));
            json.endObject();
        }
        json.endArray();
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
