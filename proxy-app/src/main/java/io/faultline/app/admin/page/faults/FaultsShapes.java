package io.faultline.app.admin.page.faults;

import io.faultline.app.admin.api.FaultShapes;
import io.faultline.app.admin.api.JsonShape;

/** What {@link FaultsJson} writes. */
final class FaultsShapes {

    private static final JsonShape SEEN =
            JsonShape.object("One fault.")
                    .with("number", JsonShape.whole("Counts from the start."))
                    .with("at", JsonShape.text(""))
                    .with("listener", JsonShape.text("").orNull())
                    .with("upstream", JsonShape.text("").orNull())
                    .with("endpoint", JsonShape.text("").orNull())
                    .with("session", JsonShape.text("Its id in the access log.").orNull())
                    .with("fault", FaultShapes.FAULT);

    static final JsonShape CHANGE =
            JsonShape.object("Something that is in force from then on.")
                    .with("at", JsonShape.text(""))
                    .with("kind", JsonShape.text("config, certificate, dns or order."))
                    .with("of", JsonShape.text("Whose."))
                    .with("generation", JsonShape.whole(""))
                    .with("detail", JsonShape.text("").orNull());

    private static final JsonShape LAYER =
            lately(
                            JsonShape.object("")
                                    .with("layer", JsonShape.text(""))
                                    .with("upstream", JsonShape.text("\"\" before one was chosen."))
                                    .with("side", JsonShape.text("")))
                    .with("count", JsonShape.whole("Since the start."));

    private static final JsonShape COUNT =
            lately(
                            JsonShape.object("")
                                    .with("layer", JsonShape.text(""))
                                    .with("code", JsonShape.text(""))
                                    .with("suspected", JsonShape.flag(""))
                                    .with("side", JsonShape.text(""))
                                    .with("upstream", JsonShape.text(""))
                                    .with("count", JsonShape.whole("Since the start.")))
                    .with("last", SEEN);

    private static final JsonShape ONSET =
            JsonShape.object("Faults that began soon after a change.")
                    .with("layer", JsonShape.text(""))
                    .with("upstream", JsonShape.text(""))
                    .with("side", JsonShape.text(""))
                    .with("began", JsonShape.text(""))
                    .with("seconds_after", JsonShape.whole(""))
                    .with("change", CHANGE)
                    .with("text", JsonShape.text(""));

    private static final JsonShape FINDING =
            JsonShape.object("")
                    .with("upstream", JsonShape.text(""))
                    .with("endpoint", JsonShape.text("").orNull())
                    .with("layer", JsonShape.text("The one to look at."))
                    .with("text", JsonShape.text(""));

    static final JsonShape FAULTS =
            head().with("fullest", JsonShape.text("What is fullest.").orNull())
                    .with("layers", JsonShape.list("", LAYER))
                    .with("counts", JsonShape.list("", COUNT))
                    .with("onsets", JsonShape.list("", ONSET))
                    .with("contradictions", JsonShape.list("", FINDING))
                    .with("common_causes", JsonShape.list("", FINDING))
                    .with("changes", JsonShape.list("Newest first.", CHANGE))
                    .with("recent", JsonShape.list("Newest first.", SEEN));

    static final JsonShape RECENT =
            head().with("changes", JsonShape.list("Newest first.", CHANGE))
                    .with("recent", JsonShape.list("Newest first.", SEEN));

    private FaultsShapes() {}

    private static JsonShape head() {
        return JsonShape.object("")
                .with("version", JsonShape.whole(""))
                .with("at", JsonShape.text(""))
                .with("total", JsonShape.whole("Faults since the start."));
    }

    private static JsonShape lately(JsonShape shape) {
        return shape.with("last_1m", JsonShape.whole(""))
                .with("last_10m", JsonShape.whole(""))
                .with("last_1h", JsonShape.whole(""))
                .with("began", JsonShape.text("When those that go on began."));
    }
}
