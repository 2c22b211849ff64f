package io.faultline.app.admin.page.slow;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.api.JsonShape;
import io.faultline.app.admin.api.Operation;
import io.faultline.core.observe.access.RecordFormat;
import io.faultline.core.observe.slow.SlowMinute;
import io.faultline.core.observe.slow.SlowSample;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The slowest exchanges of the last minutes, each with where its time went. */
public final class SlowPage implements AdminPage {

    private static final int VERSION = 1;

    private static final JsonShape SHAPE =
            JsonShape.object("")
                    .with("version", JsonShape.whole(""))
                    .with(
                            "minutes",
                            JsonShape.list(
                                    "Newest first.",
                                    JsonShape.object("")
                                            .with(
                                                    "slowest",
                                                    JsonShape.list(
                                                            "",
                                                            JsonShape.object("")
                                                                    .with(
                                                                            "late_us",
                                                                            JsonShape.whole(
                                                                                    "The worker's delay."))
                                                                    .with(
                                                                            "record",
                                                                            JsonShape.any(
                                                                                    "As in the access log."))))));

    private final Supplier<List<SlowMinute>> slowest;

    public SlowPage(Supplier<List<SlowMinute>> slowest) {
        this.slowest = slowest;
    }

    @Override
    public String path() {
        return "/slow";
    }

    @Override
    public String summary() {
        return "the slowest exchanges of each of the last minutes, and where their time went";
    }

    @Override
    public List<Operation> operations() {
        return List.of(Operation.get(summary(), SHAPE));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        List<SlowMinute> minutes = slowest.get();
        return query.wantsJson()
                ? AdminReply.json(json(minutes))
                : AdminReply.text(SlowText.render(minutes));
    }

    private static String json(List<SlowMinute> minutes) {
        Utf8Buffer out = new Utf8Buffer(16 * 1024);
        RecordFormat format = RecordFormat.json();
        JsonWriter json = new JsonWriter(out).object();
        json.member("version", VERSION).array("minutes");
        for (SlowMinute minute : minutes) {
            json.object().array("slowest");
            for (SlowSample sample : minute.samples()) {
                json.object();
                json.member("late_us", TimeUnit.NANOSECONDS.toMicros(sample.lateNanos()));
                format.write(sample.kept(), json.rawMember("record"));
                json.endObject();
            }
            json.endArray().endObject();
        }
        json.endArray().endObject();
        return out.toString();
    }
}
