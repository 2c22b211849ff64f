package io.faultline.app.cli.run;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.cli.file.ConfigFiles;
import io.faultline.app.process.ConsoleLog;
import io.faultline.app.process.ReloadSignal;
import io.faultline.app.process.StopSignals;
import io.faultline.app.process.Terminal;
import io.faultline.app.serve.CannotServe;
import io.faultline.app.serve.ServedProxy;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.runtime.DrainReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves a configuration until it is told to stop. */
@Command(
        name = "run",
        description = "Serve a configuration.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "SIGHUP reads the file again and puts it in force without ending a connection; with errors",
            "in it nothing changes. 'watch: true' in the file does the same whenever it changes.",
            "SIGTERM and Ctrl-C drain: no new connections, open ones finish until shutdown.deadline,",
            "then exit code 0, or 6 when some had to be cut. A second signal ends at once.",
            "",
            "Examples:",
            "  faultline run -c edge.yaml",
            "  PG_PRIMARY=10.0.0.5:5432 faultline run -c edge.yaml     for ${PG_PRIMARY} in the file",
            "  FAULTLINE_OPTS=-Xmx128m faultline run -c edge.yaml      options of the JVM"
        })
public final class RunCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description = "The configuration file.")
    private Path file;

    public RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LoadedConfig loaded = ConfigFiles.load(file, terminal);
        var log = ConsoleLog.install();
        var signals = StopSignals.install();
        ServedProxy proxy;
        try {
            proxy = ServedProxy.start(loaded, log::info);
        } catch (CannotServe refused) {
            throw new CommandFailed(ExitCode.CANNOT_START, refused.sentence());
        }
        StartBanner.lines(proxy).forEach(terminal.err()::println);
        ReloadSignal.install(() -> proxy.reloader().reload(ReloadSignal.NAME));

        String signal = signals.first().join();
        int open = proxy.server().openSessions();
        log.info(
                signal
                        + ": draining "
                        + ConfigFiles.plural(open, "session")
                        + ", at most "
                        + proxy.server().loaded().config().shutdown().deadline().toSeconds()
                        + " s; a second signal ends at once");
        DrainReport report = proxy.drain().join();
        if (report.clean()) {
            log.info("drained");
            return ExitCode.OK;
        }
        log.warning(
                ConfigFiles.plural(report.cut(), "session")
                        + " still open at the deadline, and cut");
        return ExitCode.SESSIONS_CUT;
    }
}
