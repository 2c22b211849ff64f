package io.faultline.app.cli.remote;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.json.JsonObject;
import io.faultline.app.json.JsonReader;
import io.faultline.app.process.Terminal;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands share that order something of endpoints: whom, where, and what came of it. */
final class Order {

    @Mixin private AdminTarget target = new AdminTarget();

    @Parameters(
            index = "0",
            paramLabel = "NAME[/ADDRESS]",
            description = "The upstream, or one of its endpoints.")
    private String whom = "";

    @Option(names = "--json", description = "Print the answer as a program reads it.")
    private boolean json;

    void give(String order, @Nullable Integer weight, @Nullable String lasts, Terminal terminal) {
        Utf8Buffer body = new Utf8Buffer(128);
        JsonWriter writer = new JsonWriter(body).object().member("order", order);
        if (weight != null) {
            writer.member("weight", weight);
        }
        if (lasts != null) {
            writer.member("for", lasts);
        }
        writer.endObject();
        String answer = target.post(path(), body.toString());
        if (json) {
            terminal.out().print(answer);
        } else {
            tell(JsonReader.object(answer), lasts, terminal);
        }
        terminal.out().flush();
    }

    private String path() {
        int slash = whom.indexOf('/');
        String upstream = slash < 0 ? whom : whom.substring(0, slash);
        String endpoint = slash < 0 ? "" : whom.substring(slash + 1);
        if (upstream.isEmpty() || slash >= 0 && endpoint.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "'" + whom + "' is not NAME or NAME/ADDRESS: shop/10.0.0.1:80.");
        }
        String path = "/upstreams/" + AdminTarget.segment(upstream);
        return slash < 0 ? path : path + "/endpoints/" + AdminTarget.segment(endpoint);
    }

    private static void tell(JsonObject answer, @Nullable String lasts, Terminal terminal) {
        terminal.out()
                .println(
                        answer.text("order")
                                + (lasts == null ? "" : " for " + lasts)
                                + ": "
                                + String.join(", ", answer.texts("endpoints"))
                                + " of "
                                + answer.text("upstream")
                                + "; "
                                + answer.whole("taking_new")
                                + " of its endpoints take something new");
        for (String warning : answer.texts("warnings")) {
            terminal.err().println(terminal.red("warning: ") + warning);
        }
        terminal.err().flush();
    }
}
