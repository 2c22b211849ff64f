package io.faultline.app.reload;

import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.config.source.Problem;
import io.faultline.core.runtime.ProxyServer;
import io.faultline.core.runtime.ReloadReport;
import io.faultline.core.scheduling.Precedence;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration again and puts it in force, on a thread of its own: a file may lie on a slow
 * disk, and neither the workers nor health checks shall wait for it. One reload at a time, in the order
 * in which they were asked for.
 */
public final class Reloader implements AutoCloseable {

    /** How a configuration is read. */
    public interface Reading {
        LoadedConfig read(Path file) throws ConfigException;
    }

    /** Hears of reloads: a supervisor wants to know when one begins and that it is over. */
    public interface Observer {
        void begins();

        void isOver(ReloadOutcome outcome);
    }

    private static final Logger LOG = System.getLogger(Reloader.class.getName());

    private final Path file;
    private final Reading reading;
    private final ProxyServer server;
    private final InstantSource clock;
    private final Consumer<String> say;
    private final ScheduledThreadPoolExecutor thread;
    private volatile @Nullable Observer observer;
    private volatile @Nullable ReloadOutcome last;
    private volatile long applied;
    private volatile long refused;

    /** @param say takes what the operator should know */
    public Reloader(
            Path file,
            Reading reading,
            ProxyServer server,
            InstantSource clock,
            Consumer<String> say) {
        this.file = file;
        this.reading = reading;
        this.server = server;
        this.clock = clock;
        this.say = say;
        this.thread =
                new ScheduledThreadPoolExecutor(
                        1,
                        task ->
                                Thread.ofPlatform()
                                        .name("faultline-reload")
                                        .daemon()
                                        .unstarted(Precedence.steppingBack(task)));
    }

    /**
     * Reloads as soon as those asked for before are done. From any thread.
     *
     * @param cause who asks, for the log
     */
    public CompletableFuture<ReloadOutcome> reload(String cause) {
        return CompletableFuture.supplyAsync(() -> reloadOrTell(cause), thread);
    }

    /** Tells this one from now on; there is one at most. */
    public void observe(Observer newObserver) {
        observer = newObserver;
    }

    private ReloadOutcome reloadOrTell(String cause) {
        Observer told = observer;
        if (told != null) {
            told.begins();
        }
        ReloadOutcome outcome = reloadWhateverIsThrown(cause);
        if (told != null) {
            told.isOver(outcome);
        }
        return outcome;
    }

    /** Behind a signal nobody waits for what was thrown: it is told here or never. */
    private ReloadOutcome reloadWhateverIsThrown(String cause) {
        try {
            return reloadNow(cause);
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, cause + ": a bug of ours", bug);
            return over(
                    cause, "a bug of ours: the log has it", List.of(), List.of(), Duration.ZERO);
        }
    }

    private ReloadOutcome reloadNow(String cause) {
        LoadedConfig next;
        try {
            next = reading.read(file);
        } catch (ConfigException invalid) {
            List<Problem> problems = invalid.problems();
            say.accept(
                    cause + ": " + file + " cannot be used:\n" + ConfigException.render(problems));
            return over(cause, "the configuration has errors", problems, List.of(), Duration.ZERO);
        }
        if (!next.warnings().isEmpty()) {
            say.accept(ConfigException.render(next.warnings()));
        }
        ReloadReport report = server.reload(next).join();
        return over(cause, report.refusal(), next.warnings(), report.notes(), report.took());
    }

    private ReloadOutcome over(
            String cause,
            @Nullable String refusal,
            List<Problem> problems,
            List<String> notes,
            Duration took) {
        var outcome =
                new ReloadOutcome(
                        clock.instant(),
                        cause,
                        server.generation(),
                        refusal,
                        problems,
                        notes,
                        took);
        last = outcome;
        if (refusal == null) {
            applied++;
            notes.forEach(say);
            say.accept(
                    cause
                            + ": generation "
                            + outcome.generation()
                            + " is in force after "
                            + took.toMillis()
                            + " ms");
        } else {
            refused++;
            say.accept(
                    cause
                            + ": not reloaded, "
                            + refusal
                            + "; generation "
                            + outcome.generation()
                            + " stays in force");
        }
        return outcome;
    }

    /** The last reload, or null before the first. Any thread. */
    public @Nullable ReloadOutcome last() {
        return last;
    }

    /** Reloads that put a configuration in force. Any thread. */
    public long applied() {
        return applied;
    }

    /** Reloads that changed nothing. Any thread. */
    public long refused() {
        return refused;
    }

    Path file() {
        return file;
    }

    ScheduledExecutorService thread() {
        return thread;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
