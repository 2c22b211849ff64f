package io.faultline.app.admin.page.status;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.api.Operation;
import io.faultline.app.admin.text.TextTable;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.util.List;
import java.util.function.Supplier;

/** Where clients connect, what is spoken there, and how much of it there was. */
public final class ListenersPage implements AdminPage {

    private final Supplier<StatusPicture> picture;

    public ListenersPage(Supplier<StatusPicture> picture) {
        this.picture = picture;
    }

    @Override
    public String path() {
        return "/listeners";
    }

    @Override
    public String summary() {
        return "where clients connect, what is spoken there, and how much of it there was";
    }

    @Override
    public List<Operation> operations() {
        return List.of(Operation.get(summary(), StatusShapes.LISTENERS));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        List<ListenerFacts> listeners = picture.get().listeners();
        if (query.wantsJson()) {
            Utf8Buffer out = new Utf8Buffer(2048);
            JsonWriter json = new JsonWriter(out).object();
            StatusJson.listeners(json, listeners);
            json.endObject();
            return AdminReply.json(out.toString());
        }
        return AdminReply.text(table(listeners));
    }

    static String table(List<ListenerFacts> listeners) {
        TextTable table =
                new TextTable("", "LISTENER", "ADDRESS", "SPEAKS", "OPEN", "ACCEPTED", "REQUESTS");
        for (ListenerFacts each : listeners) {
            table.row(
                    each.name(),
                    each.address(),
                    each.protocol() + (each.tls() ? " over TLS" : ""),
                    Long.toString(each.active()),
                    Long.toString(each.opened()),
                    Long.toString(each.requests()));
        }
        return table.toString();
    }
}
