package io.faultline.app.cli;

import io.faultline.app.process.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a completion script, generated from the commands themselves so that it cannot lag behind. */
@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  source <(faultline completion)                                   this shell only",
            "  faultline completion > /etc/bash_completion.d/faultline          every bash",
            "  zsh: put 'source <(faultline completion)' into ~/.zshrc"
        })
final class CompletionCommand implements Runnable {

    private final Terminal terminal;
    @Spec private CommandSpec spec;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().print(AutoComplete.bash("faultline", spec.root().commandLine()));
        terminal.out().flush();
    }
}
