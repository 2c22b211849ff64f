package io.faultline.app.cli.remote;

import io.faultline.app.process.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The endpoints of a running Faultline: who takes something, who does not, and why. */
@Command(
        name = "upstreams",
        description = "Show the endpoints of a running Faultline: state, weight, load, last fault.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  faultline upstreams",
            "  faultline upstreams payments --json"
        })
public final class UpstreamsCommand implements Runnable {

    private final Terminal terminal;
    @Mixin private AdminTarget target;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Only this one.")
    private @Nullable String name;

    @Option(names = "--json", description = "As a program reads it.")
    private boolean json;

    public UpstreamsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        String path = "/upstreams" + (name == null ? "" : "/" + AdminTarget.segment(name));
        terminal.out().print(target.get(path + (json ? "" : "?format=text")));
        terminal.out().flush();
    }
}
