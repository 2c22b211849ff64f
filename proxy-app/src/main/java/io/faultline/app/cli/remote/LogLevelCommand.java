package io.faultline.app.cli.remote;

import io.faultline.app.process.Terminal;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a running Faultline say more in its own log, for a time. */
@Command(
        name = "log-level",
        description = "Show or set what a running Faultline says in its own log.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "It is about the program's log on standard error; access records are not part of it.",
            "To set one the proxy must have admin.token; it is taken from FAULTLINE_ADMIN_TOKEN.",
            "",
            "Examples:",
            "  faultline log-level                                     which are set",
            "  faultline log-level debug --for 10m",
            "  faultline log-level debug --logger io.netty --for 1m",
            "  faultline log-level auto --logger io.netty              as it began"
        })
public final class LogLevelCommand implements Runnable {

    private final Terminal terminal;
    @Mixin private AdminTarget target;

    @Parameters(
            arity = "0..1",
            paramLabel = "LEVEL",
            description = "trace, debug, info, warning, error, off, or auto. Absent: show.")
    private @Nullable String level;

    @Option(
            names = "--logger",
            paramLabel = "NAME",
            defaultValue = "io.faultline",
            description = "faultline, io.faultline, io.netty, or below. Default: ${DEFAULT-VALUE}.")
    private String logger;

    @Option(names = "--for", paramLabel = "TIME", description = "How long, as 10m.")
    private @Nullable String lasts;

    @Option(names = "--json", description = "As a program reads it.")
    private boolean json;

    public LogLevelCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        String path = "/log-levels" + (json ? "" : "?format=text");
        terminal.out().print(level == null ? target.get(path) : target.post(path, body(level)));
        terminal.out().flush();
    }

    private String body(String wanted) {
        Utf8Buffer body = new Utf8Buffer(128);
        JsonWriter writer = new JsonWriter(body).object().member("logger", logger);
        writer.member("level", wanted);
        if (lasts != null) {
            writer.member("for", lasts);
        }
        writer.endObject();
        return body.toString();
    }
}
