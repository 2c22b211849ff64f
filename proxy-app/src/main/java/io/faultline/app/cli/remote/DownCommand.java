package io.faultline.app.cli.remote;

import io.faultline.app.process.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes an endpoint out of service at once. */
@Command(
        name = "down",
        description = "Let an endpoint take nobody at all, sticky clients included.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "What runs on it may finish. To be gentle with sticky clients, use 'faultline drain'.",
            "The proxy must have admin.token; the command takes it from FAULTLINE_ADMIN_TOKEN.",
            "",
            "Examples:",
            "  faultline down shop/10.0.0.1:8080 --for 10m",
            "  faultline down shop                          all of its endpoints"
        })
public final class DownCommand implements Runnable {

    private final Terminal terminal;
    @Mixin private Order order;
    @Mixin private Lasting lasting;

    public DownCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        order.give("down", null, lasting.time(), terminal);
    }
}
