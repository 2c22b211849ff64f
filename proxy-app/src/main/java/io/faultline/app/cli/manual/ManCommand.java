package io.faultline.app.cli.manual;

import io.faultline.app.process.BuildInfo;
import io.faultline.app.process.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the manual page, generated from the commands themselves so that it cannot lag behind. */
@Command(
        name = "man",
        description = "Print the manual page, as troff.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  faultline man | man -l -                                          read it",
            "  faultline man > /usr/local/share/man/man1/faultline.1             install it"
        })
public final class ManCommand implements Runnable {

    private final Terminal terminal;
    @Spec private CommandSpec spec;

    public ManCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().print(ManPage.of(spec.root(), BuildInfo.load().version()));
        terminal.out().flush();
    }
}
