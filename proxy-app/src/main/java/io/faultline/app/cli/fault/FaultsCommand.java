package io.faultline.app.cli.fault;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.process.Terminal;
import io.faultline.core.fault.FaultText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The fault catalog on the terminal: what a code in a log or a metric means, and what to run first. */
@Command(
        name = "faults",
        description = "Explain a fault code, list a layer, or list everything that can break.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  faultline faults                        all codes, lowest layer first",
            "  faultline faults L4                     those of one layer",
            "  faultline faults L4.CONNECT_REFUSED     one code, and the commands to run first",
            "  faultline faults connect-refused        the layer may be left out"
        })
public final class FaultsCommand implements Runnable {

    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "CODE",
            description = "A code (L4.CONNECT_REFUSED, connect-refused) or a layer (L4).")
    private @Nullable String code;

    public FaultsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        String text = code == null ? FaultText.list() : FaultText.about(code);
        if (text == null) {
            throw new CommandFailed(ExitCode.USAGE, FaultText.unknown(String.valueOf(code)));
        }
        terminal.out().print(text);
        terminal.out().flush();
    }
}
