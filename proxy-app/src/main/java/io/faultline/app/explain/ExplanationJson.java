package io.faultline.app.explain;

import io.faultline.app.explain.Way.Step;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;

/** The explanation for a program. Members are added over time, never renamed. */
public final class ExplanationJson {

    private static final int VERSION = 1;

    private ExplanationJson() {}

    public static String of(Explanation explanation) {
        var text = new Utf8Buffer(4096);
        Question question = explanation.question();
        JsonWriter out =
                new JsonWriter(text)
                        .object()
                        .member("version", VERSION)
                        .member("request", question.text())
                        .member("from", question.from().addressText())
                        .member("served", explanation.isServed())
                        .array("listeners");
        for (Way way : explanation.ways()) {
            out.object()
                    .member("listener", way.listener())
                    .member("notAsked", way.deaf())
                    .member("fault", way.fault())
                    .array("steps");
            for (Step each : way.steps()) {
                out.object()
                        .member("step", each.name())
                        .member("verdict", each.verdict())
                        .member("where", each.where())
                        .array("details");
                each.details().forEach(out::element);
                out.endArray().endObject();
            }
            out.endArray().endObject();
        }
        out.endArray().endObject();
        return text.toString();
    }
}
