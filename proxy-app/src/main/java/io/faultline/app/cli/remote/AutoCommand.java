package io.faultline.app.cli.remote;

import io.faultline.app.process.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends all orders of an endpoint. */
@Command(
        name = "auto",
        description =
                "End all orders of an endpoint: configuration, checks and traffic decide again.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  faultline auto shop/10.0.0.1:8080",
            "  faultline auto shop                          all of its endpoints"
        })
public final class AutoCommand implements Runnable {

    private final Terminal terminal;
    @Mixin private Order order;

    public AutoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        order.give("auto", null, null, terminal);
    }
}
