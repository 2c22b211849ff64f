package io.faultline.app.warmup;

import io.faultline.app.serve.CannotServe;
import io.faultline.app.serve.ServedProxy;
import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.scheduling.Precedence;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Drives a private proxy over loopback for a moment, before the real one binds: what a JVM has not run is
 * slow, and what it has compiled without ever seeing a reset is thrown away at the first reset, in front
 * of clients. So it sees them here: answers short and long, ends and resets from both sides, full send
 * buffers, refused connects, many connects at once.
 *
 * <p>The private proxy has workers, metrics, faults and a log of its own, all gone afterwards. What is
 * shared is the compiled code. See docs/adr/0036-warm-up.md.
 */
public final class WarmUp {

    private static final Duration TRAINING = Duration.ofSeconds(12);
    private static final long PRELUDE_NANOS = 300_000_000;
    private static final long LAST_REST_NANOS = 200_000_000;

    private WarmUp() {}

    /** What was done, for tests. */
    public record Done(long tcp, long http1, long http2, long tls) {

        static final Done NOTHING = new Done(0, 0, 0, 0);

        private Done and(Done other) {
            return new Done(
                    tcp + other.tcp, http1 + other.http1, http2 + other.http2, tls + other.tls);
        }
    }

    /**
     * For {@code warmUp} at most, and with the kinds of listeners the configuration has. Ends when the
     * compilers have nothing left to do.
     *
     * @param say takes the reason if it cannot be done: the proxy starts all the same
     * @param rehearsed what else a start does when it serves already; done for the first time it would
     *     take the core from the first clients
     */
    public static Done before(
            LoadedConfig loaded, Consumer<String> say, Consumer<ServedProxy> rehearsed) {
        ProxyConfig config = loaded.config();
        if (config.warmUp().isZero()) {
            return Done.NOTHING;
        }
        Done done = run(Repertoire.of(loaded), config.warmUp(), say, rehearsed, () -> false);
        Precedence.compilersStepBack();
        return done;
    }

    /** @param enough asked now and then; true ends it early */
    static Done run(
            Repertoire repertoire,
            Duration time,
            Consumer<String> say,
            Consumer<ServedProxy> rehearsed,
            BooleanSupplier enough) {
        long start = System.nanoTime();
        var compilers = new Compilers();
        try {
            // An end is new to the code as well, and makes the JVM give up some of it: so one comes
            // early.
            long prelude = Math.min(PRELUDE_NANOS, time.toNanos() / 4);
            Done early = perform(repertoire, start + prelude, compilers, rehearsed, enough);
            Done late = perform(repertoire, start + time.toNanos(), compilers, rehearsed, enough);
            if (!enough.getAsBoolean()) {
                compilers.finish(LAST_REST_NANOS);
            }
            return early.and(late);
        } catch (IOException | CannotServe | ConfigException | RuntimeException failed) {
            say.accept(
                    "the warm-up did not work, so the first seconds will be slower: "
                            + failed
                            + ". warmUp: 0s leaves it out");
            return Done.NOTHING;
        }
    }

    private static Done perform(
            Repertoire repertoire,
            long endNanos,
            Compilers compilers,
            Consumer<ServedProxy> rehearsed,
            BooleanSupplier enough)
            throws IOException, ConfigException, CannotServe {
        try (var stage = new Stage(endNanos, enough)) {
            var origin = Origin.open(stage);
            try (var proxy = PrivateProxy.start(repertoire, origin.port())) {
                rehearsed.accept(proxy.proxy());
                var cast = Cast.enter(repertoire, proxy, stage);
                new Rounds(stage, compilers).play();
                return cast.leave();
            }
        }
    }

    /**
     * All of it, for the training run that makes the package's cache: what the JVM learns here it knows from
     * the start on every machine.
     */
    public static Done train(Consumer<String> say, Consumer<ServedProxy> rehearsed) {
        return run(Repertoire.everything(), TRAINING, say, rehearsed, () -> false);
    }
}
