package io.faultline.app.cli.run;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.handover.MeetingPlace;
import io.faultline.app.handover.UpgradeRequest;
import io.faultline.app.process.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks a running Faultline to start its successor, and says what came of it. */
@Command(
        name = "upgrade",
        description = "Ask a running Faultline to start a successor that takes over its sockets.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "The successor is started by the same command: a newer release, where the launcher's path",
            "leads to one. It takes the listening sockets over and serves; then the old process drains.",
            "When it fails, the old process serves on. 'kill -USR1' does the same without an answer.",
            "",
            "Exit code 0: the successor serves. 5: it does not, and nothing has changed. 1: nobody runs.",
            "",
            "Examples:",
            "  faultline upgrade -c edge.yaml",
            "  faultline upgrade --hand-over /run/faultline/edge.sock"
        })
public final class UpgradeCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration file that the running process serves.")
    private @Nullable Path file;

    @Option(
            names = "--hand-over",
            paramLabel = "SOCKET",
            defaultValue = "${env:FAULTLINE_HAND_OVER}",
            description = "Where it waits, when it was started with --hand-over.")
    private @Nullable Path handOver;

    public UpgradeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path place = place();
        UpgradeRequest.Answer answer;
        try {
            answer = UpgradeRequest.send(place);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED, "nobody answers at " + place + ": " + e.getMessage() + ".");
        }
        if (answer.refusal() != null) {
            throw new CommandFailed(
                    ExitCode.CANNOT_START,
                    "not upgraded: " + answer.refusal() + ". The running process serves on.");
        }
        terminal.out().println("process " + answer.successor() + " serves; the old one drains");
        return ExitCode.OK;
    }

    private Path place() {
        if (handOver != null) {
            return handOver;
        }
        if (file == null) {
            throw new CommandFailed(
                    ExitCode.USAGE, "say which process: -c FILE or --hand-over SOCKET.");
        }
        Path served = file;
        try {
            return new MeetingPlace(System.getenv())
                    .whereSomebodyWaits(served)
                    .orElseThrow(
                            () ->
                                    new CommandFailed(
                                            ExitCode.FAILED,
                                            "nobody who serves "
                                                    + served
                                                    + " is waiting for a successor. Is it running,"
                                                    + " as this user, with this path?"));
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }
}
