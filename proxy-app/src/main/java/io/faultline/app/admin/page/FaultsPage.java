package io.faultline.app.admin.page;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.core.fault.ledger.FaultCount;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.fault.ledger.RecentFault;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.saturation.SaturationReport;
import io.faultline.core.observe.text.FaultJson;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What broke: how often, whose fault it was, and the most recent ones with what proves them. */
final class FaultsPage implements AdminPage {

    private static final int RECENT_IN_TEXT = 20;

    private static final Comparator<FaultCount> BY_LAYER =
            Comparator.comparing(FaultCount::layer)
                    .thenComparing(Comparator.comparingLong(FaultCount::count).reversed())
                    .thenComparing(count -> count.code().id())
                    .thenComparing(FaultCount::side)
                    .thenComparing(FaultCount::name);

    private final FaultLedger ledger;
    private final Supplier<SaturationReport> saturation;
    private final InstantSource clock;

    FaultsPage(FaultLedger ledger, Supplier<SaturationReport> saturation, InstantSource clock) {
        this.ledger = ledger;
        this.saturation = saturation;
        this.clock = clock;
    }

    @Override
    public String path() {
        return "/faults";
    }

    @Override
    public String summary() {
        return "what broke: counts by layer, code, side and upstream; the most recent, with evidence";
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        List<FaultCount> counts = ledger.counts().stream().sorted(BY_LAYER).toList();
        List<RecentFault> recent = ledger.recent();
        return query.wantsJson()
                ? AdminReply.json(json(counts, recent))
                : AdminReply.text(text(counts, recent));
    }

    private String text(List<FaultCount> counts, List<RecentFault> recent) {
        if (counts.isEmpty()) {
            return "Nothing has broken since the start.\n"
                    + SaturationPage.fullestLine(saturation.get());
        }
        Instant now = clock.instant();
        StringBuilder text = new StringBuilder();
        TextTable table =
                new TextTable("", "LAYER", "CODE", "SIDE", "UPSTREAM", "COUNT", "LAST", "WHERE");
        for (FaultCount count : counts) {
            table.row(
                    count.layer().name(),
                    count.code().id() + (count.code().suspected() ? " (suspected)" : ""),
                    count.side().label(),
                    orDash(count.name()),
                    Long.toString(count.count()),
                    Printable.ago(count.last().at(), now),
                    where(count.last()));
        }
        text.append(table).append('\n');
        text.append(SaturationPage.fullestLine(saturation.get())).append('\n');
        text.append("\nMost recent first:\n\n");
        recent.stream().limit(RECENT_IN_TEXT).forEach(fault -> recent(text, fault));
        if (recent.size() > RECENT_IN_TEXT) {
            text.append(recent.size() - RECENT_IN_TEXT).append(" more in /faults?format=json\n\n");
        }
        text.append("What a code means and what to look with: faultline faults ");
        return text.append(counts.getFirst().code().id()).append('\n').toString();
    }

    private static void recent(StringBuilder text, RecentFault recent) {
        text.append('#').append(recent.number()).append(' ').append(recent.at()).append(' ');
        text.append(recent.fault().code().id()).append(" (");
        text.append(recent.fault().side().label()).append(", ");
        text.append(recent.fault().stage().label()).append(")\n    ");
        text.append(Printable.of(where(recent)));
        if (recent.connectionId() != 0) {
            text.append("  session ").append("%016x".formatted(recent.connectionId()));
        }
        text.append('\n');
        if (!recent.fault().evidence().isEmpty()) {
            text.append("    ").append(Printable.of(recent.fault().evidence().toString()));
            text.append('\n');
        }
    }

    private static String where(RecentFault recent) {
        String endpoint = recent.endpoint();
        String upstream = recent.scope().upstream();
        String listener = recent.scope().listener();
        return (listener.isEmpty() ? "(no client)" : listener)
                + (upstream.isEmpty() ? "" : " -> " + upstream)
                + (endpoint == null ? "" : " " + endpoint);
    }

    private String json(List<FaultCount> counts, List<RecentFault> recent) {
        Utf8Buffer out = new Utf8Buffer(16 * 1024);
        JsonWriter json = new JsonWriter(out).object();
        json.member("total", ledger.total());
        json.member("fullest", saturation.get().fullest().map(Resource::toString).orElse(null));
        json.array("counts");
        for (FaultCount count : counts) {
            json.object();
            json.member("layer", count.layer().name());
            json.member("code", count.code().id());
            json.member("side", count.side().label());
            json.member("upstream", count.name());
            json.member("count", count.count());
            seen(json.object("last"), count.last()).endObject();
            json.endObject();
        }
        json.endArray().array("recent");
        for (RecentFault fault : recent) {
            seen(json.object(), fault).endObject();
        }
        json.endArray().endObject();
        return out.toString();
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

    private static String orDash(String name) {
        return name.isEmpty() ? "-" : name;
    }

    private static @Nullable String orNull(String name) {
        return name.isEmpty() ? null : name;
    }
}
