package io.faultline.app.cli.file;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import io.faultline.app.routes.ListenerRoutes;
import io.faultline.app.routes.RouteQuestion;
import io.faultline.app.routes.RouteQuestion.Answer;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the routes of a file in the order in which they are tried, or says who takes a request. */
@Command(
        name = "routes",
        description =
                "Print the routes of a file as they are tried, or say which one takes a request.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "The first route of the list that fits takes a request. The list is in this order: exact host,",
            "longest wildcard, any host; for each of them exact path, regular expressions as in the file,",
            "longest prefix, any path; for the same host and path as in the file.",
            "",
            "Exit code 0: done, or a route takes the request. 1: none does. 4: the file has errors.",
            "",
            "Examples:",
            "  faultline routes edge.yaml",
            "  faultline routes edge.yaml --match 'GET https://shop.example/api/x' -H 'X-Canary: 1'",
            "  faultline routes edge.yaml --match https://shop.example/ --client 10.1.2.3"
        })
public final class RoutesCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(arity = "1", paramLabel = "FILE", description = "A configuration file.")
    private Path file;

    @Option(
            names = "--listener",
            paramLabel = "NAME",
            description = "Only this listener. Otherwise all that speak HTTP.")
    private @Nullable String listener;

    @Option(
            names = "--match",
            paramLabel = "REQUEST",
            description = "A request, such as 'GET https://host/path'.")
    private @Nullable String request;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "FIELD",
            description = "With --match: a header field of the request, 'name: value'.")
    private List<String> fields = new ArrayList<>();

    @Option(
            names = "--client",
            paramLabel = "ADDRESS",
            defaultValue = "192.0.2.1",
            description = "With --match: where the request comes from. Default: ${DEFAULT-VALUE}.")
    private String client;

    @Option(names = "--json", description = "Print one JSON array.")
    private boolean json;

    public RoutesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<ListenerRoutes> all =
                ListenerRoutes.of(ConfigFiles.load(file, terminal)).stream()
                        .filter(each -> listener == null || each.listener().equals(listener))
                        .toList();
        if (all.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    listener == null
                            ? file + " has no listener that speaks HTTP, so there are no routes."
                            : file + " has no listener '" + listener + "' that speaks HTTP.");
        }
        return request == null ? list(all) : ask(request, all);
    }

    private int list(List<ListenerRoutes> all) {
        if (json) {
            printJson(out -> all.forEach(each -> each.writeTo(out)));
            return ExitCode.OK;
        }
        for (ListenerRoutes each : all) {
            terminal.out().println(terminal.bold("listener " + each.listener()));
            terminal.out().print(each.asText());
        }
        terminal.out().flush();
        return ExitCode.OK;
    }

    private int ask(String asked, List<ListenerRoutes> all) {
        RouteQuestion question;
        try {
            question = RouteQuestion.of(asked, fields, client);
        } catch (IllegalArgumentException invalid) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(invalid.getMessage()));
        }
        List<Answer> answers = all.stream().map(question::ask).toList();
        if (json) {
            printJson(out -> answers.forEach(each -> each.writeTo(out)));
        } else {
            for (Answer each : answers) {
                terminal.out().println(terminal.bold("listener " + each.routes().listener()));
                terminal.out().print(each.asText());
            }
            terminal.out().flush();
        }
        return answers.stream().anyMatch(each -> each.taker() != null)
                ? ExitCode.OK
                : ExitCode.FAILED;
    }

    private void printJson(Consumer<JsonWriter> elements) {
        Utf8Buffer text = new Utf8Buffer(4096);
        JsonWriter out = new JsonWriter(text).array();
        elements.accept(out);
        out.endArray();
        terminal.out().println(text);
    }
}
