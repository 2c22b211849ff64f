package io.faultline.app.reload;

import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.AdminTask;
import io.faultline.app.admin.api.JsonShape;
import io.faultline.app.admin.api.Operation;
import io.faultline.core.config.source.Problem;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.util.List;
import java.util.function.Consumer;

/** {@code POST /reload}: what SIGHUP does, with an answer. GET tells how the last one went. */
public final class ReloadPage implements AdminTask {

    private static final int UNPROCESSABLE = 422;

    private static final JsonShape PROBLEM =
            JsonShape.object("")
                    .with("file", JsonShape.text(""))
                    .with("line", JsonShape.whole(""))
                    .with("column", JsonShape.whole(""))
                    .with("severity", JsonShape.text("error or warning."))
                    .with("message", JsonShape.text(""));

    private static final JsonShape OUTCOME =
            JsonShape.object("")
                    .with(
                            "reloads",
                            JsonShape.whole("Since the start; without any, all else is absent."))
                    .with("at", JsonShape.text("").orAbsent())
                    .with("cause", JsonShape.text("Who asked.").orAbsent())
                    .with("applied", JsonShape.flag("It is in force.").orAbsent())
                    .with("generation", JsonShape.whole("").orAbsent())
                    .with("tookMillis", JsonShape.whole("").orAbsent())
                    .with("refusal", JsonShape.text("Why nothing has changed.").orAbsent())
                    .with("problems", JsonShape.list("", PROBLEM).orAbsent())
                    .with(
                            "notes",
                            JsonShape.list("What waits for a restart.", JsonShape.text(""))
                                    .orAbsent());

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
    public List<Operation> operations() {
        return List.of(
                Operation.get("how the last reload went", OUTCOME),
                Operation.post("read the configuration again", JsonShape.object("Empty."), OUTCOME)
                        .needingToken()
                        .refusing(422, "Nothing has changed; the same members say why."));
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
