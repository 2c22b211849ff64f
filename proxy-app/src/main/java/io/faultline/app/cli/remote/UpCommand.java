package io.faultline.app.cli.remote;

import io.faultline.app.process.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Puts an endpoint into service, whatever checks say. */
@Command(
        name = "up",
        description =
                "Let an endpoint take its share although checks fail; it is not ejected either.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Give it a time: a check that fails is right more often than not.",
            "The proxy must have admin.token; the command takes it from FAULTLINE_ADMIN_TOKEN.",
            "",
            "Examples:",
            "  faultline up shop/10.0.0.1:8080 --for 10m",
            "  faultline up shop                          all of its endpoints"
        })
public final class UpCommand implements Runnable {

    private final Terminal terminal;
    @Mixin private Order order;
    @Mixin private Lasting lasting;

    public UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        order.give("up", null, lasting.time(), terminal);
    }
}
