package io.faultline.app.admin.page.status;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.api.JsonShape;
import io.faultline.app.admin.api.Operation;
import io.faultline.app.admin.text.Printable;
import io.faultline.app.admin.text.TextTable;
import io.faultline.core.fault.ledger.Change;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What is in force and since when: configurations, certificates, DNS answers, orders, newest first. */
public final class GenerationsPage implements AdminPage {

    private static final JsonShape SHAPE =
            JsonShape.object("")
                    .with("generation", JsonShape.whole("Of the configuration in force."))
                    .with("source", JsonShape.text("The file."))
                    .with(
                            "changes",
                            JsonShape.list(
                                    "The last ones, newest first.",
                                    JsonShape.object("")
                                            .with("at", JsonShape.text(""))
                                            .with(
                                                    "kind",
                                                    JsonShape.text(
                                                            "config, certificate, dns or order."))
                                            .with("of", JsonShape.text("Whose."))
                                            .with("generation", JsonShape.whole(""))
                                            .with("detail", JsonShape.text("").orNull())));

    private final LongSupplier generation;
    private final Supplier<String> source;
    private final Supplier<List<Change>> changes;
    private final InstantSource clock;

    public GenerationsPage(
            LongSupplier generation,
            Supplier<String> source,
            Supplier<List<Change>> changes,
            InstantSource clock) {
        this.generation = generation;
        this.source = source;
        this.changes = changes;
        this.clock = clock;
    }

    @Override
    public String path() {
        return "/generations";
    }

    @Override
    public String summary() {
        return "what came into force when: configurations, certificates, DNS answers, orders";
    }

    @Override
    public List<Operation> operations() {
        return List.of(Operation.get(summary(), SHAPE));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        return query.wantsJson() ? AdminReply.json(json()) : AdminReply.text(text());
    }

    private String json() {
        Utf8Buffer out = new Utf8Buffer(4096);
        JsonWriter json = new JsonWriter(out).object();
        json.member("generation", generation.getAsLong()).member("source", source.get());
        json.array("changes");
        for (Change each : changes.get()) {
            json.object().member("at", each.at().toString());
            json.member("kind", each.kind().label()).member("of", each.name());
            json.member("generation", each.generation());
            json.member("detail", each.detail().isEmpty() ? null : each.detail()).endObject();
        }
        json.endArray().endObject();
        return out.toString();
    }

    private String text() {
        TextTable table = new TextTable("", "SINCE", "WHAT", "GENERATION", "OF", "");
        for (Change each : changes.get()) {
            table.row(
                    Printable.ago(each.at(), clock.instant()),
                    each.kind().label(),
                    Long.toString(each.generation()),
                    each.name(),
                    each.detail());
        }
        return "Generation %d of %s is in force.\n\n%s"
                .formatted(generation.getAsLong(), Printable.of(source.get()), table);
    }
}
