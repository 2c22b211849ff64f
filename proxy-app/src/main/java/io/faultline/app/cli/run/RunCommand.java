package io.faultline.app.cli.run;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.cli.file.ConfigFiles;
import io.faultline.app.handover.MeetingPlace;
import io.faultline.app.handover.Taker;
import io.faultline.app.process.ConsoleLog;
import io.faultline.app.process.ReloadSignal;
import io.faultline.app.process.StopSignals;
import io.faultline.app.process.Terminal;
import io.faultline.app.process.UpgradeSignal;
import io.faultline.app.serve.CannotServe;
import io.faultline.app.serve.ServedProxy;
import io.faultline.app.service.Service;
import io.faultline.app.warmup.WarmUp;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.observe.access.log.AccessLog;
import io.faultline.core.runtime.DrainReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
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
            "SIGHUP opens the access log again, reads the file again and puts it in force without ending",
            "a connection; with errors in it nothing changes. 'watch: true' in the file reloads it whenever",
            "it changes.",
            "SIGTERM and Ctrl-C drain: no new connections, open ones finish until shutdown.deadline,",
            "then exit code 0, or 6 when some had to be cut. A second signal ends at once.",
            "SIGUSR1 starts a successor that takes over, as 'faultline upgrade' does. Listening sockets",
            "that a supervisor passes (LISTEN_FDS) are used; docs/guide/restart.md tells the ways.",
            "",
            "Examples:",
            "  faultline run -c edge.yaml",
            "  faultline run -c /etc/faultline/conf.d                  all files *.yaml there, as one",
            "  PG_PRIMARY=10.0.0.5:5432 faultline run -c edge.yaml     for ${PG_PRIMARY} in the file",
            "  FAULTLINE_OPTS=-Xmx128m faultline run -c edge.yaml      options of the JVM"
        })
public final class RunCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Option(
            names = {"-c", "--config"},
            required = true,
            paramLabel = "FILE",
            description =
                    "The configuration file, or a directory: all its *.yaml in the order of their names.")
    private Path file;

    @Option(
            names = "--take-over",
            description = "Take the sockets of the running process over, and its place.")
    private boolean takesOver;

    @Option(
            names = "--hand-over",
            paramLabel = "SOCKET",
            defaultValue = "${env:FAULTLINE_HAND_OVER}",
            description =
                    "Where a successor finds this process, and this one its predecessor: a path that"
                            + " only the owner may reach. Without it, one made from the file's path.")
    private @Nullable Path handOver;

    @Option(
            names = "--overlap",
            description =
                    "Serve beside another process on the same addresses (SO_REUSEPORT); a restart"
                            + " that way may lose connections.")
    private boolean overlaps;

    public RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Taker predecessor = takesOver ? meet() : null;
        // From the start: a signal that nobody has taken yet would end the process. What comes
        // before it
        // serves is done then.
        var serving = new CompletableFuture<Service>();
        ReloadSignal.install(() -> serving.thenAccept(it -> onHangUp(it.proxy())));
        UpgradeSignal.install(() -> serving.thenAccept(it -> it.upgrade(UpgradeSignal.NAME)));
        Service service;
        Logger log;
        try {
            LoadedConfig loaded = ConfigFiles.load(file, terminal);
            log = ConsoleLog.install();
            WarmUp.before(loaded, log::warning, RunCommand::rehearse);
            service = start(loaded, predecessor, log::info);
        } catch (CommandFailed failure) {
            if (predecessor != null) {
                predecessor.failed(String.valueOf(failure.getMessage()));
            }
            throw failure;
        }
        StartBanner.lines(service.proxy()).forEach(terminal.err()::println);
        serving.complete(service);

        DrainReport report = service.untilTheEnd();
        if (report.clean()) {
            log.info("drained");
            return ExitCode.OK;
        }
        log.warning(
                ConfigFiles.plural(report.cut(), "session")
                        + " still open at the deadline, and cut");
        return ExitCode.SESSIONS_CUT;
    }

    static void rehearse(ServedProxy proxy) {
        Service.rehearse();
        StartBanner.lines(proxy);
    }

    /** What logrotate and operators of other servers expect of it: files are opened again, all of them. */
    private static void onHangUp(ServedProxy proxy) {
        AccessLog accessLog = proxy.server().accessLog();
        if (accessLog != null) {
            accessLog.reopen();
        }
        proxy.reloader().reload(ReloadSignal.NAME);
    }

    private Service start(LoadedConfig loaded, @Nullable Taker predecessor, Consumer<String> say) {
        try {
            return Service.start(
                    loaded, predecessor, overlaps, handOver, StopSignals.install(), say);
        } catch (CannotServe refused) {
            throw new CommandFailed(ExitCode.CANNOT_START, refused.sentence());
        }
    }

    private Taker meet() {
        try {
            Path place = handOver;
            if (place == null) {
                place =
                        new MeetingPlace(System.getenv())
                                .whereSomebodyWaits(file)
                                .orElseThrow(
                                        () ->
                                                new IOException(
                                                        "no running process of this file waits"));
            }
            return Taker.meet(place);
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.CANNOT_START,
                    "nobody to take over from: "
                            + e.getMessage()
                            + ". Is one running, as this user, with this path of the file?");
        }
    }
}
