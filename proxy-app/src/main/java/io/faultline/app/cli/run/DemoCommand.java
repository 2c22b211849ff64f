package io.faultline.app.cli.run;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.demo.DemoCheck;
import io.faultline.app.demo.DemoTour;
import io.faultline.app.process.ConsoleLog;
import io.faultline.app.process.StopSignals;
import io.faultline.app.process.Terminal;
import io.faultline.app.serve.CannotServe;
import io.faultline.app.warmup.WarmUp;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The newcomer's first command: something that works, on this machine, without a file. */
@Command(
        name = "demo",
        description = "Start three small origins behind a real proxy, and say what to try.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  faultline demo                      stay and be tried with curl and nc",
            "  faultline demo --port 9100          on ports 9100 to 9109",
            "  faultline demo --check              drive traffic, kill an origin, exit 0 if all was served",
            "  faultline demo --print-config > demo.yaml"
        })
public final class DemoCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = "--check",
            description =
                    "On free ports: drive traffic, kill an origin on the way, and exit 0 only if every"
                            + " connection was served.")
    private boolean check;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "7070",
            description = "First of ten ports in a row; 0 takes any that are free. Default: 7070.")
    private int port;

    @Option(
            names = "--train",
            hidden = true,
            description = "Work hard first: for the JVM's cache, while packaging.")
    private boolean train;

    @Option(names = "--print-config", description = "Print the configuration it runs, and end.")
    private boolean printConfig;

    public DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (port < 0 || port > DemoTour.HIGHEST_BASE) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--port is 0, or 1 to " + DemoTour.HIGHEST_BASE + ".");
        }
        if (printConfig) {
            terminal.out().print(DemoTour.configuration(port));
            terminal.out().flush();
            return ExitCode.OK;
        }
        ConsoleLog.install();
        try {
            if (train) {
                WarmUp.train(terminal.err()::println, RunCommand::rehearse);
            }
            if (check) {
                return new DemoCheck(terminal).passes() ? ExitCode.OK : ExitCode.FAILED;
            }
            var stop = StopSignals.install().first();
            new DemoTour(terminal).show(port, stop, System.in);
            return ExitCode.OK;
        } catch (CannotServe refused) {
            throw new CommandFailed(ExitCode.CANNOT_START, refused.sentence());
        }
    }
}
