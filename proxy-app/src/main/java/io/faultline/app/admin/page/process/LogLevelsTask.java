package io.faultline.app.admin.page.process;

import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.AdminTask;
import io.faultline.app.admin.api.JsonShape;
import io.faultline.app.admin.api.Operation;
import io.faultline.app.admin.text.TextTable;
import io.faultline.app.json.JsonObject;
import io.faultline.app.json.JsonReader;
import io.faultline.app.process.LogLevels;
import io.faultline.core.config.text.DurationText;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** GET: which log levels are set; POST: sets one, for a time, or gives it back. */
public final class LogLevelsTask implements AdminTask {

    private static final String AUTO = "auto";
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final List<String> NAMES = List.of("logger", "level", "for");

    private static final JsonShape SETTINGS =
            JsonShape.object("")
                    .with(
                            "levels",
                            JsonShape.list(
                                    "What is set; all else is as it began.",
                                    JsonShape.object("")
                                            .with("logger", JsonShape.text(""))
                                            .with("level", JsonShape.words("", LogLevels.LEVELS))
                                            .with("until", JsonShape.text("").orNull())));

    private final LogLevels levels;

    public LogLevelsTask(LogLevels levels) {
        this.levels = levels;
    }

    @Override
    public String path() {
        return "/log-levels";
    }

    @Override
    public String summary() {
        return "log levels that are set; POST: another one, for a time";
    }

    @Override
    public boolean changesSomething() {
        return true;
    }

    @Override
    public List<Operation> operations() {
        JsonShape body =
                JsonShape.object("")
                        .with(
                                "logger",
                                JsonShape.text(
                                                "One of "
                                                        + String.join(", ", LogLevels.ROOTS)
                                                        + ", or below; absent: io.faultline.")
                                        .orAbsent())
                        .with(
                                "level",
                                JsonShape.text(
                                        String.join(", ", LogLevels.LEVELS)
                                                + "; auto: as it began."))
                        .with("for", JsonShape.text("How long, as 10m; at most 7d.").orAbsent());
        return List.of(
                Operation.get("log levels that are set", SETTINGS),
                Operation.post("set a log level, for a time", body, SETTINGS)
                        .needingToken()
                        .refusing(400, "No such logger, or no such level."));
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        return query.wantsJson() ? AdminReply.json(json()) : AdminReply.text(text());
    }

    @Override
    public void run(String body, AdminQuery query, Consumer<AdminReply> then) {
        try {
            JsonObject sent = JsonReader.object(body);
            if (!NAMES.containsAll(sent.names())) {
                throw new IllegalArgumentException(
                        "Send {\"level\": \"debug\", \"for\": \"10m\"}, and maybe \"logger\".");
            }
            String logger = sent.has("logger") ? sent.text("logger") : "io.faultline";
            if (sent.text("level").equals(AUTO)) {
                levels.reset(logger);
            } else {
                Duration lasts = sent.has("for") ? DurationText.parse(sent.text("for")) : null;
                if (lasts != null && (lasts.isZero() || lasts.compareTo(LONGEST) > 0)) {
                    throw new IllegalArgumentException("for is up to 7d.");
                }
                levels.set(logger, sent.text("level"), lasts);
            }
        } catch (IllegalArgumentException senseless) {
            then.accept(AdminReply.text(400, String.valueOf(senseless.getMessage())));
            return;
        }
        then.accept(answer(query));
    }

    private String json() {
        Utf8Buffer out = new Utf8Buffer(256);
        JsonWriter json = new JsonWriter(out).object().array("levels");
        for (LogLevels.Setting each : levels.all()) {
            json.object().member("logger", each.logger()).member("level", each.level());
            json.member("until", each.until() == null ? null : each.until().toString());
            json.endObject();
        }
        json.endArray().endObject();
        return out.toString();
    }

    private String text() {
        List<LogLevels.Setting> all = levels.all();
        if (all.isEmpty()) {
            return "Every logger says what it said at the start.";
        }
        TextTable table = new TextTable("", "LOGGER", "LEVEL", "UNTIL");
        for (LogLevels.Setting each : all) {
            table.row(
                    each.logger(),
                    each.level(),
                    each.until() == null ? "it is taken back" : each.until().toString());
        }
        return table.toString();
    }
}
