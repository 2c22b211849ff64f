package io.faultline.app.reload;

import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.AdminTask;
import io.faultline.core.config.source.Problem;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.util.function.Consumer;

/** {@code POST /reload}: what SIGHUP does, with an answer. GET tells how the last one went. */
public final class ReloadPage implements AdminTask {

    private static final int UNPROCESSABLE = 422;

    private final Reloader reloader;

    public ReloadPage(Reloader reloader) {
        this.reloader = reloader;
    }

    @Override
    public String path() {
        return "/reload";
    }

    @Override
    public String summary() {
        return "how the last reload went; POST: read the configuration again";
    }

    @Override
    public boolean changesSomething() {
        return true;
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        ReloadOutcome last = reloader.last();
        return AdminReply.json(last == null ? "{\"reloads\":0}" : json(last));
    }

    @Override
    public void run(String body, AdminQuery query, Consumer<AdminReply> then) {
        reloader.reload("POST /reload")
                .whenComplete(
                        (outcome, bug) ->
                                then.accept(
                                        bug == null
                                                ? AdminReply.json(
                                                        outcome.applied() ? 200 : UNPROCESSABLE,
                                                        json(outcome))
                                                : AdminReply.text(
                                                        500,
                                                        "This failed, which is a bug of ours: "
                                                                + bug)));
    }

    private String json(ReloadOutcome outcome) {
        var text = new Utf8Buffer(1024);
        JsonWriter json = new JsonWriter(text).object();
        json.member("reloads", reloader.applied() + reloader.refused())
                .member("at", outcome.at().toString())
                .member("cause", outcome.cause())
                .member("applied", outcome.applied())
                .member("generation", outcome.generation())
                .member("tookMillis", outcome.took().toMillis());
        if (outcome.refusal() != null) {
            json.member("refusal", outcome.refusal());
        }
        json.array("problems");
        for (Problem problem : outcome.problems()) {
            json.object()
                    .member("file", problem.location().file())
                    .member("line", problem.location().line())
                    .member("column", problem.location().column())
                    .member("severity", problem.isError() ? "error" : "warning")
                    .member("message", problem.message())
                    .endObject();
        }
        json.endArray().array("notes");
        outcome.notes().forEach(json::element);
        json.endArray().endObject();
        return text.toString();
    }
}
