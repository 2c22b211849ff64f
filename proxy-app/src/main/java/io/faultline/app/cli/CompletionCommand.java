package io.faultline.app.cli;

import io.faultline.app.cli.manual.FishCompletion;
import io.faultline.app.process.Terminal;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a completion script, generated from the commands themselves so that it cannot lag behind. */
@Command(
        name = "completion",
        description = "Print a completion script for bash and zsh, or for fish.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  source <(faultline completion)                                   this shell only",
            "  faultline completion > /etc/bash_completion.d/faultline          every bash",
            "  zsh: put 'source <(faultline completion)' into ~/.zshrc",
            "  faultline completion --shell fish > ~/.config/fish/completions/faultline.fish"
        })
final class CompletionCommand implements Runnable {

    /** Bash's script serves zsh too. */
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    private final Terminal terminal;
    @Spec private CommandSpec spec;

    @Option(
            names = "--shell",
            paramLabel = "SHELL",
            defaultValue = "bash",
            description = "bash, zsh or fish. Default: bash.")
    private Shell shell;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out()
                .print(
                        shell == Shell.FISH
                                ? FishCompletion.of(spec.root())
                                : AutoComplete.bash("faultline", spec.root().commandLine()));
        terminal.out().flush();
    }
}
