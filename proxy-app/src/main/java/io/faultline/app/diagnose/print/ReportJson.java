package io.faultline.app.diagnose.print;

import io.faultline.app.diagnose.ladder.Ladder;
import io.faultline.app.diagnose.ladder.Report;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.diagnose.ladder.Verdict;
import io.faultline.core.fault.Fault;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The report for a program. Members are added over time, never renamed: {@code version} would say so. */
public final class ReportJson {

    private static final int VERSION = 1;
    private static final double NANOS_PER_MILLI = 1e6;

    private final JsonWriter out;

    private ReportJson(JsonWriter out) {
        this.out = out;
    }

    public static String of(Report report) {
        var text = new Utf8Buffer(4096);
        new ReportJson(new JsonWriter(text)).report(report);
        return text.toString();
    }

    /** What a proxy knows, for whoever diagnoses from outside of it. */
    public static String ofRunning(List<Rung> running) {
        var text = new Utf8Buffer(1024);
        var json = new ReportJson(new JsonWriter(text));
        json.out.object().member("version", VERSION).array("running");
        running.forEach(json::rung);
        json.out.endArray().endObject();
        return text.toString();
    }

    private void report(Report report) {
        out.object()
                .member("version", VERSION)
                .member("target", report.target())
                .member("about", report.about())
                .member("healthy", report.verdict().isHealthy())
                .member("exitCode", report.verdict().exitCode())
                .member("tookMillis", report.tookNanos() / NANOS_PER_MILLI);
        verdict(report.verdict());
        out.array("names");
        report.names().forEach(this::rung);
        out.endArray().array("ladders");
        report.ladders().forEach(this::ladder);
        out.endArray().array("running");
        report.running().forEach(this::rung);
        out.endArray().array("leftOut");
        report.leftOut().forEach(out::element);
        out.endArray().endObject();
    }

    private void verdict(Verdict verdict) {
        out.object("verdict")
                .member("code", verdict.code())
                .member("where", verdict.where())
                .member("suspected", verdict.suspected())
                .member("sentence", verdict.sentence());
        fault(verdict.fault());
        out.array("because");
        verdict.because().forEach(out::element);
        out.endArray().array("lookWith");
        verdict.next().forEach(out::element);
        out.endArray().endObject();
    }

    private void ladder(Ladder ladder) {
        out.object()
                .member("upstream", ladder.upstream())
                .member("endpoint", ladder.endpoint())
                .member("address", ladder.address());
        out.array("rungs");
        ladder.rungs().forEach(this::rung);
        out.endArray().endObject();
    }

    private void rung(Rung rung) {
        out.object()
                .member("layer", rung.layer().name())
                .member("name", rung.name())
                .member("outcome", rung.outcome().name().toLowerCase(Locale.ROOT));
        if (rung.tookNanos() < 0) {
            out.nullMember("millis");
        } else {
            out.member("millis", rung.tookNanos() / NANOS_PER_MILLI);
        }
        out.member("summary", rung.summary()).array("facts");
        for (Rung.Fact each : rung.facts()) {
            out.object().member("name", each.name()).member("value", each.value()).endObject();
        }
        out.endArray();
        fault(rung.fault());
        out.array("notes");
        rung.notes().forEach(out::element);
        out.endArray().endObject();
    }

    private void fault(@Nullable Fault fault) {
        if (fault == null) {
            out.nullMember("fault");
            return;
        }
        out.object("fault")
                .member("code", fault.code().id())
                .member("layer", fault.code().layer().name())
                .member("side", fault.side().label())
                .member("stage", fault.stage().label())
                .member("suspected", fault.code().suspected())
                .object("evidence");
        List<String> evidence = fault.evidence().namesAndValues();
        Set<String> seen = new HashSet<>(); // a name counts once in JSON: the first is the closest
        for (int i = 0; i + 1 < evidence.size(); i += 2) {
            if (seen.add(evidence.get(i))) {
                out.member(evidence.get(i), evidence.get(i + 1));
            }
        }
        out.endObject().endObject();
    }
}
