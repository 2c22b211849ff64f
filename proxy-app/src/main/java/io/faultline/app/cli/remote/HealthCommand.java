package io.faultline.app.cli.remote;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks a running Faultline whether it lives: what a container's health check calls. */
@Command(
        name = "health",
        description = "Ask the admin port of a running Faultline whether it is alive, or ready.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  faultline health                             exit code 0: it lives",
            "  faultline health --ready                     ... and takes new connections",
            "  faultline health --admin 127.0.0.1:7075      the admin port of the demo"
        })
public final class HealthCommand implements Runnable {

    private static final int OK = 200;

    private final Terminal terminal;
    @Mixin private AdminTarget target;

    @Option(names = "--ready", description = "Ask for readiness instead of liveness.")
    private boolean ready;

    public HealthCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        String page = ready ? "/readyz" : "/livez";
        int status = target.status(page);
        if (status != OK) {
            throw new CommandFailed(
                    ExitCode.FAILED, target.address() + page + " answers " + status + ".");
        }
        terminal.out().println(ready ? "ready" : "alive");
    }
}
