package io.faultline.app.admin.page.status;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.api.Operation;
import io.faultline.app.admin.text.Printable;
import io.faultline.app.admin.text.TextTable;
import io.faultline.app.process.BuildInfo;
import io.faultline.core.observe.saturation.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The first look: which build, in which state, what broke lately by layer, who serves whom. */
public final class StatusPage implements AdminPage {

    private final Supplier<StatusPicture> picture;
    private final BuildInfo build;
    private final Instant startedAt;

    public StatusPage(Supplier<StatusPicture> picture, BuildInfo build, Instant startedAt) {
        this.picture = picture;
        this.build = build;
        this.startedAt = startedAt;
    }

    @Override
    public String path() {
        return "/status";
    }

    @Override
    public String summary() {
        return "the first look: build, state, layers, listeners, upstreams";
    }

    @Override
    public List<Operation> operations() {
        return List.of(Operation.get(summary(), StatusShapes.STATUS));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        return query.wantsJson()
                ? AdminReply.json(StatusJson.render(picture.get(), build, startedAt))
                : AdminReply.text(text(picture.get()));
    }

    private String text(StatusPicture now) {
        StringBuilder text = new StringBuilder();
        text.append("faultline ").append(build).append(" is ");
        text.append(now.state().name().toLowerCase(Locale.ROOT)).append(", up ");
        text.append(Printable.span(Duration.between(startedAt, now.at())));
        text.append("\ngeneration ").append(now.generation()).append(" of ");
        text.append(Printable.of(now.source())).append(", ").append(now.workers());
        text.append(" workers on ").append(now.transport()).append(", ").append(now.sessions());
        text.append(" sessions open\nfullest: ");
        text.append(now.fullest().map(Resource::toString).orElse("nobody knows yet"));
        text.append("\n\n").append(layers(now)).append('\n');
        text.append(ListenersPage.table(now.listeners())).append('\n').append(upstreams(now));
        return text.toString();
    }

    private static TextTable layers(StatusPicture now) {
        TextTable table = new TextTable("", "LAYER", "1 MIN", "10 MIN", "1 H", "FULL", "BY");
        for (LayerFacts each : now.layers()) {
            Resource fullest = each.fullest();
            table.row(
                    each.layer().name(),
                    Long.toString(each.lastMinute()),
                    Long.toString(each.lastTenMinutes()),
                    Long.toString(each.lastHour()),
                    fullest == null
                            ? "-"
                            : String.format(Locale.ROOT, "%.0f %%", 100 * fullest.ratio()),
                    fullest == null ? "" : fullest.name());
        }
        return table;
    }

    private static TextTable upstreams(StatusPicture now) {
        TextTable table =
                new TextTable("", "UPSTREAM", "SERVE", "OPEN", "SERVED", "FAULTS 1 MIN", "");
        for (UpstreamFacts each : now.upstreams()) {
            table.row(
                    each.name(),
                    each.inRotation() + " of " + each.endpoints(),
                    Integer.toString(each.active()),
                    Long.toString(each.awaited()),
                    Long.toString(each.faultsLastMinute()),
                    (each.onBackups() ? "backups only " : "")
                            + (each.ordered() > 0 ? each.ordered() + " ordered" : ""));
        }
        return table;
    }
}
