package io.faultline.app.cli.file;

import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import io.faultline.app.serve.Protocols;
import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.config.source.Problem;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says everything that is wrong with configuration files, in one pass, and starts nothing. */
@Command(
        name = "check",
        description = "Check configuration files and print every problem, each with its line.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Exit code 0: usable (there may be warnings). 4: there are errors.",
            "",
            "Examples:",
            "  faultline check edge.yaml",
            "  faultline check --json edge.yaml      for editors and pipelines",
            "  faultline check config-examples/*.yaml"
        })
public final class CheckCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Configuration files.")
    private List<Path> files;

    @Option(names = "--json", description = "Print one JSON array of problems.")
    private boolean json;

    public CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Problem> all = new ArrayList<>();
        for (Path file : files) {
            all.addAll(check(file));
        }
        if (json) {
            terminal.out().println(asJson(all));
        }
        return all.stream().anyMatch(Problem::isError) ? ExitCode.CONFIG_INVALID : ExitCode.OK;
    }

    private List<Problem> check(Path file) {
        try {
            var loaded = Protocols.load(file);
            say(file, loaded.warnings(), terminal.green("good") + ": " + contents(loaded.config()));
            return loaded.warnings();
        } catch (ConfigException invalid) {
            say(file, invalid.problems(), terminal.red("not usable"));
            return invalid.problems();
        }
    }

    private void say(Path file, List<Problem> problems, String verdict) {
        if (json) {
            return;
        }
        if (!problems.isEmpty()) {
            terminal.out().println(ConfigException.render(problems));
            terminal.out().println();
        }
        String counted = problems.isEmpty() ? "" : ", " + ConfigFiles.count(problems);
        terminal.out().println(file + ": " + verdict + counted);
    }

    private static String contents(ProxyConfig config) {
        int endpoints =
                config.upstreams().values().stream().mapToInt(u -> u.endpoints().size()).sum();
        return String.join(
                ", ",
                ConfigFiles.plural(config.listeners().size(), "listener"),
                ConfigFiles.plural(config.upstreams().size(), "upstream"),
                ConfigFiles.plural(endpoints, "endpoint"));
    }

    private static String asJson(List<Problem> problems) {
        var text = new Utf8Buffer(1024);
        JsonWriter out = new JsonWriter(text).array();
        for (Problem problem : problems) {
            out.object()
                    .member("file", problem.location().file())
                    .member("line", problem.location().line())
                    .member("column", problem.location().column())
                    .member("severity", problem.isError() ? "error" : "warning")
                    .member("message", problem.message())
                    .endObject();
        }
        out.endArray();
        return text.toString();
    }
}
