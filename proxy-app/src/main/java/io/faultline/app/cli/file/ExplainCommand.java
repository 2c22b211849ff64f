package io.faultline.app.cli.file;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.explain.Explanation;
import io.faultline.app.explain.ExplanationJson;
import io.faultline.app.explain.ExplanationText;
import io.faultline.app.explain.Question;
import io.faultline.app.process.Terminal;
import io.faultline.core.config.load.LoadedConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a configuration makes of one request, from the gate to the endpoint. */
@Command(
        name = "explain",
        description =
                "Say what a configuration makes of one request: gate, route, what is sent, and where to.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Nothing is opened and nobody is asked: the answer comes from the file alone, by the classes",
            "that serve. For the way itself see 'faultline diagnose'.",
            "",
            "Exit code 0: some listener takes it. 1: none does. 4: the file has errors.",
            "",
            "Examples:",
            "  faultline explain edge.yaml GET https://shop.example/checkout",
            "  faultline explain edge.yaml POST http://h:8080/api -H 'X-Canary: 1' --from 10.1.2.3"
        })
public final class ExplainCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "A configuration file.")
    private Path file;

    @Parameters(index = "1", paramLabel = "METHOD", description = "GET, POST, ...")
    private String method;

    @Parameters(index = "2", paramLabel = "URL", description = "As the client would write it.")
    private String url;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "FIELD",
            description = "A header field of the request, 'name: value'.")
    private List<String> fields = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            defaultValue = "192.0.2.1",
            description = "Where the connection comes from. Default: ${DEFAULT-VALUE}.")
    private String from;

    @Option(names = "--listener", paramLabel = "NAME", description = "Only this listener.")
    private @Nullable String listener;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    public ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LoadedConfig loaded = ConfigFiles.load(file, terminal);
        Explanation explanation;
        try {
            explanation = Explanation.of(loaded, Question.of(method, url, fields, from), listener);
        } catch (IllegalArgumentException invalid) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(invalid.getMessage()));
        }
        if (json) {
            terminal.out().println(ExplanationJson.of(explanation));
        } else {
            terminal.out().print(ExplanationText.of(explanation, terminal));
        }
        terminal.out().flush();
        return explanation.isServed() ? ExitCode.OK : ExitCode.FAILED;
    }
}
