package io.faultline.app.cli.remote;

import io.faultline.app.process.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes an endpoint out of service gently. */
@Command(
        name = "drain",
        description = "Let an endpoint take nobody new; who is there stays.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Sticky clients stay as well, until they leave. Health checks go on.",
            "The proxy must have admin.token; the command takes it from FAULTLINE_ADMIN_TOKEN.",
            "",
            "Examples:",
            "  faultline drain shop/10.0.0.1:8080 --for 10m",
            "  faultline drain shop                          all of its endpoints"
        })
public final class DrainCommand implements Runnable {

    private final Terminal terminal;
    @Mixin private Order order;
    @Mixin private Lasting lasting;

    public DrainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        order.give("drain", null, lasting.time(), terminal);
    }
}
