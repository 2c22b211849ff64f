package io.faultline.app.admin.page.saturation;

import io.faultline.app.admin.text.Printable;
import io.faultline.app.admin.text.TextTable;
import io.faultline.core.Layer;
import io.faultline.core.observe.saturation.EventCount;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.saturation.SaturationReport;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;

/** The page of fullness for a terminal. */
final class SaturationText {

    private static final double WORTH_ADVICE = 0.5; // below, nobody has to do anything

    private SaturationText() {}

    static String of(SaturationReport report, Instant now) {
        if (report == SaturationReport.NONE) {
            return "Nobody has looked yet; ask again in a moment.";
        }
        var text = new StringBuilder();
        report.fullest().ifPresent(fullest -> headline(text, fullest));
        text.append("As of ").append(Printable.ago(report.at(), now)).append(".\n\n");
        var table = new TextTable("", "LAYER", "FULL", "WHAT", "HOW MUCH");
        report.resources().stream().filter(Resource::isKnown).forEach(each -> row(table, each));
        text.append(table);
        unknown(text, report);
        troubles(text, report);
        return text.toString();
    }

    private static void headline(StringBuilder text, Resource fullest) {
        text.append("Fullest: ").append(Printable.of(fullest.toString())).append('\n');
        if (fullest.ratio() >= WORTH_ADVICE) {
            text.append("What to do: ").append(fullest.kind().remedy()).append('\n');
        }
    }

    private static void row(TextTable table, Resource each) {
        table.row(
                each.layer().name(),
                String.format(Locale.ROOT, "%.0f%%", each.ratio() * 100),
                each.name(),
                each.state());
    }

    private static void unknown(StringBuilder text, SaturationReport report) {
        var table = new TextTable("", "LAYER", "UNKNOWN", "WHY");
        Stream<Resource> unknown = report.resources().stream().filter(each -> !each.isKnown());
        unknown.forEach(each -> table.row(each.layer().name(), each.name(), each.state()));
        for (EventCount each : report.events()) {
            if (!each.isKnown()) {
                table.row(layer(each).name(), each.kind().label(), "this system does not count it");
            }
        }
        text.append('\n').append(table);
    }

    private static void troubles(StringBuilder text, SaturationReport report) {
        if (report.troubles().isEmpty()) {
            text.append("\nThe kernel counted no trouble in the last minute.\n");
            return;
        }
        text.append(
                "\nWhat the kernel of this host counted in the last minute, for all its programs:\n\n");
        var table = new TextTable("", "LAYER", "EVENT", "COUNT", "EVER", "MEANS");
        for (EventCount each : report.troubles()) {
            table.row(
                    layer(each).name(),
                    each.kind().label(),
                    Long.toString(each.lately()),
                    Long.toString(each.total()),
                    each.kind().means());
        }
        text.append(table);
        retransmitRate(text, report);
    }

    /** Retransmits mean little without how much was sent. */
    private static void retransmitRate(StringBuilder text, SaturationReport report) {
        report.retransmitShare()
                .ifPresent(
                        share ->
                                text.append(
                                        String.format(
                                                Locale.ROOT,
                                                "\nRetransmits were %.2f %% of the TCP segments sent. Above 1 %%"
                                                        + " clients feel it.\n",
                                                share * 100)));
    }

    private static Layer layer(EventCount count) {
        return count.kind().layer();
    }
}
