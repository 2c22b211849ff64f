package io.faultline.app.cli.remote;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks a running Faultline to read its configuration again, and says what came of it. */
@Command(
        name = "reload",
        description = "Ask a running Faultline to read its configuration again.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Exit code 0: in force. 4: refused, nothing has changed. 1: nobody answers, or a wrong token.",
            "The proxy must have admin.token; 'kill -HUP' does the same without one.",
            "",
            "Examples:",
            "  FAULTLINE_ADMIN_TOKEN=... faultline reload",
            "  faultline reload --admin 127.0.0.1:7073"
        })
public final class ReloadCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OK = 200;
    private static final int UNPROCESSABLE = 422;

    private final Terminal terminal;

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS",
            defaultValue = "${env:FAULTLINE_ADMIN:-127.0.0.1:9901}",
            description = "The admin address (FAULTLINE_ADMIN, or ${DEFAULT-VALUE}).")
    private String admin;

    public ReloadCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> answer =
                    client.send(request(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == OK || answer.statusCode() == UNPROCESSABLE) {
                terminal.out().print(answer.body());
                return answer.statusCode() == OK ? ExitCode.OK : ExitCode.CONFIG_INVALID;
            }
            throw new CommandFailed(ExitCode.FAILED, answer.body().strip());
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "nobody answers at "
                            + admin
                            + ": "
                            + e.getMessage()
                            + ". Is it running, and is 'admin' in its configuration?");
        }
    }

    private HttpRequest request() {
        String token = token();
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create("http://" + admin + "/reload"))
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{}"));
            return (token == null ? request : request.header("Authorization", "Bearer " + token))
                    .build();
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(
                    ExitCode.USAGE, "'" + admin + "' is no address. Write 127.0.0.1:9901.");
        }
    }

    /** From the environment, for a command line can be read by everybody on the machine. */
    private static @Nullable String token() {
        return System.getenv("FAULTLINE_ADMIN_TOKEN");
    }
}
