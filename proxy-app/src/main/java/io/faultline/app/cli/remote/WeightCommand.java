package io.faultline.app.cli.remote;

import io.faultline.app.process.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Gives an endpoint another share of the traffic. */
@Command(
        name = "weight",
        description = "Give an endpoint another share of the traffic.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "The proxy must have admin.token; the command takes it from FAULTLINE_ADMIN_TOKEN.",
            "",
            "Examples:",
            "  faultline weight shop/10.0.0.1:8080 5 --for 1h",
            "  faultline weight shop/10.0.0.1:8080 0          drains"
        })
public final class WeightCommand implements Runnable {

    private final Terminal terminal;
    @Mixin private Order order;
    @Mixin private Lasting lasting;

    @Parameters(index = "1", paramLabel = "WEIGHT", description = "0 to 1000; 0 drains.")
    private int weight;

    public WeightCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        order.give("weight", weight, lasting.time(), terminal);
    }
}
