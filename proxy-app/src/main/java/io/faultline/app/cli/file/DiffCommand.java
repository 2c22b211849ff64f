package io.faultline.app.cli.file;

import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import io.faultline.core.config.diff.Change;
import io.faultline.core.config.diff.ConfigDiff;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.runtime.RestartOnly;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What a reload of one file in the place of another would change. Starts nothing, asks nobody. */
@Command(
        name = "diff",
        description = "Say what a reload would change: by meaning, not by lines.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Exit code 0: no difference. 1: there are differences. 4: a file has errors.",
            "What is marked with '!' waits for a restart.",
            "",
            "Examples:",
            "  faultline diff /etc/faultline/edge.yaml edge.new.yaml",
            "  curl -s 127.0.0.1:9901/config > running.yaml && faultline diff running.yaml edge.yaml"
        })
public final class DiffCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "The configuration as it is.")
    private Path before;

    @Parameters(index = "1", paramLabel = "NOW", description = "The configuration to come.")
    private Path now;

    public DiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LoadedConfig old = ConfigFiles.load(before, terminal);
        LoadedConfig fresh = ConfigFiles.load(now, terminal);
        List<Change> changes = ConfigDiff.between(old, fresh);
        if (changes.isEmpty()) {
            terminal.out().println("no difference");
            return ExitCode.OK;
        }
        for (Change change : changes) {
            boolean waits = RestartOnly.KEYS.stream().anyMatch(change::isUnder);
            terminal.out().println((waits ? "! " : "  ") + change);
        }
        return ExitCode.FAILED;
    }
}
