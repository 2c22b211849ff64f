package io.faultline.app.admin.page;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.api.JsonShape;
import io.faultline.app.admin.api.Operation;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import io.faultline.core.runtime.ServerState;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Whether a balancer in front of us should send new connections. */
final class ReadyPage implements AdminPage {

    private final Supplier<ServerState> state;

    ReadyPage(Supplier<ServerState> state) {
        this.state = state;
    }

    @Override
    public String path() {
        return "/readyz";
    }

    @Override
    public String summary() {
        return "200 when new connections are welcome, 503 while starting or draining";
    }

    @Override
    public List<Operation> operations() {
        return List.of(
                Operation.get(
                                summary(),
                                JsonShape.object("")
                                        .with("status", JsonShape.text("ready."))
                                        .with("reason", JsonShape.text("In a sentence.")))
                        .refusing(503, "Starting, draining or stopped, with the same members."));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        ServerState now = state.get();
        int status = now == ServerState.READY ? 200 : 503;
        String reason =
                switch (now) {
                    case STARTING ->
                            "starting: names are being looked up, listeners do not accept yet";
                    case READY -> "ready";
                    case DRAINING -> "draining: nothing new is taken, open sessions finish";
                    case STOPPED -> "stopped: every session is over";
                };
        if (!query.wantsJson()) {
            return AdminReply.text(status, reason);
        }
        Utf8Buffer out = new Utf8Buffer(128);
        new JsonWriter(out)
                .object()
                .member("status", now.name().toLowerCase(Locale.ROOT))
                .member("reason", reason)
                .endObject();
        return AdminReply.json(status, out.toString());
    }
}
