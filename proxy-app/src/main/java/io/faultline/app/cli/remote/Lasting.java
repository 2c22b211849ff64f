package io.faultline.app.cli.remote;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long an order about endpoints holds. */
final class Lasting {

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description =
                    "How long, as 10m or 1h30m. Without it: until 'faultline auto', or a restart.")
    private @Nullable String time;

    @Nullable String time() {
        return time;
    }
}
