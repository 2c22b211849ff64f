package io.faultline.app.cli.remote;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import picocli.CommandLine.Command;
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
            "  faultline health --admin 127.0.0.1:7073      the admin port of the demo"
        })
public final class HealthCommand implements Runnable {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Terminal terminal;

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS",
            defaultValue = "${env:FAULTLINE_ADMIN:-127.0.0.1:9901}",
            description = "The admin address (FAULTLINE_ADMIN, or ${DEFAULT-VALUE}).")
    private String admin;

    @Option(names = "--ready", description = "Ask for readiness instead of liveness.")
    private boolean ready;

    public HealthCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        URI page = page();
        try {
            int status = status(page);
            if (status != HttpURLConnection.HTTP_OK) {
                throw new CommandFailed(ExitCode.FAILED, page + " answers " + status + ".");
            }
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "nobody answers at "
                            + page
                            + ": "
                            + e.getMessage()
                            + ". Is it running, and is"
                            + " 'admin' in its configuration?");
        }
        terminal.out().println(ready ? "ready" : "alive");
    }

    private URI page() {
        try {
            return new URI("http://" + admin + (ready ? "/readyz" : "/livez"));
        } catch (URISyntaxException e) {
            throw new CommandFailed(
                    ExitCode.USAGE, "'" + admin + "' is no address. Write 127.0.0.1:9901.");
        }
    }

    private static int status(URI page) throws IOException {
        var connection = (HttpURLConnection) page.toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout((int) PATIENCE.toMillis());
        connection.setReadTimeout((int) PATIENCE.toMillis());
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
