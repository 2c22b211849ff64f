package io.faultline.app.cli.remote;

import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
            "  faultline reload --admin 127.0.0.1:7075"
        })
public final class ReloadCommand implements Callable<Integer> {

    private static final int UNPROCESSABLE = 422;

    private final Terminal terminal;
    @Mixin private AdminTarget target;

    public ReloadCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        AdminTarget.Answer answer = target.post("/reload", "{}", UNPROCESSABLE);
        terminal.out().print(answer.body());
        terminal.out().flush();
        return answer.status() == UNPROCESSABLE ? ExitCode.CONFIG_INVALID : ExitCode.OK;
    }
}
