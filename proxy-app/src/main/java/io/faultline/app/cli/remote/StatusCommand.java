package io.faultline.app.cli.remote;

import io.faultline.app.process.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The first look at a running Faultline. */
@Command(
        name = "status",
        description = "Say how a running Faultline is: state, layers, listeners, upstreams.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  faultline status",
            "  faultline status --json | jq .layers",
            "  faultline status --admin 127.0.0.1:7075      the admin port of the demo"
        })
public final class StatusCommand implements Runnable {

    private final Terminal terminal;
    @Mixin private AdminTarget target;

    @Option(names = "--json", description = "As a program reads it.")
    private boolean json;

    public StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().print(target.get("/status" + (json ? "" : "?format=text")));
        terminal.out().flush();
    }
}
