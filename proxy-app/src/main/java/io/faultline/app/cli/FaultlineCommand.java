package io.faultline.app.cli;

import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.cli.fault.DiagnoseCommand;
import io.faultline.app.cli.fault.FaultsCommand;
import io.faultline.app.cli.file.CheckCommand;
import io.faultline.app.cli.file.DiffCommand;
import io.faultline.app.cli.file.ExplainCommand;
import io.faultline.app.cli.file.RoutesCommand;
import io.faultline.app.cli.file.SchemaCommand;
import io.faultline.app.cli.manual.ManCommand;
import io.faultline.app.cli.remote.AutoCommand;
import io.faultline.app.cli.remote.DownCommand;
import io.faultline.app.cli.remote.DrainCommand;
import io.faultline.app.cli.remote.HealthCommand;
import io.faultline.app.cli.remote.LogLevelCommand;
import io.faultline.app.cli.remote.ReloadCommand;
import io.faultline.app.cli.remote.StatusCommand;
import io.faultline.app.cli.remote.UpCommand;
import io.faultline.app.cli.remote.UpstreamsCommand;
import io.faultline.app.cli.remote.WeightCommand;
import io.faultline.app.cli.run.DemoCommand;
import io.faultline.app.cli.run.RunCommand;
import io.faultline.app.cli.run.UpgradeCommand;
import io.faultline.app.cli.top.TopCommand;
import io.faultline.app.process.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the command line: lists the commands, and says how every one of them may end. */
@Command(
        name = "faultline",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "A load balancer that names the layer that broke.",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            CheckCommand.class,
            RoutesCommand.class,
            DiffCommand.class,
            ReloadCommand.class,
            StatusCommand.class,
            TopCommand.class,
            UpstreamsCommand.class,
            DrainCommand.class,
            DownCommand.class,
            UpCommand.class,
            WeightCommand.class,
            AutoCommand.class,
            LogLevelCommand.class,
            UpgradeCommand.class,
            DiagnoseCommand.class,
            FaultsCommand.class,
            ExplainCommand.class,
            SchemaCommand.class,
            HealthCommand.class,
            VersionCommand.class,
            CompletionCommand.class,
            ManCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Start here:",
            "  faultline demo                      three origins behind a real proxy, on this machine",
            "  faultline check edge.yaml           every problem of a file at once",
            "  faultline routes edge.yaml          which route takes which request",
            "  faultline run -c edge.yaml          serve it",
            "  faultline top                       what it does, live: layers, upstreams, rates",
            "  faultline diagnose HOST:PORT        which layer is broken on the way there",
            "  faultline faults L4.CONNECT_REFUSED what a code means and what to run first",
            "",
            "Exit codes:",
            "  0  done              1  the answer is no, or something failed",
            "  2  wrong usage       3  out of memory",
            "  4  configuration has errors",
            "  5  cannot start (a port is taken, a permission is missing)",
            "  6  stopped, but sessions had to be cut at the deadline",
            "  12 to 17  diagnose: L2 to L7 is the layer that broke",
            "  130  interrupted twice"
        })
public final class FaultlineCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    /** The parser with everything hung into it, writing to the given terminal. */
    public static CommandLine commandLine(Terminal terminal) {
        var line = new CommandLine(new FaultlineCommand(), new CommandFactory(terminal));
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(
                        terminal.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setUsageHelpWidth(110);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(new UsageErrors(terminal));
        line.setExecutionExceptionHandler(new FailureSentences(terminal));
        return line;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }
}
