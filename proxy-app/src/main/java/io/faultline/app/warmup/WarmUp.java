package io.faultline.app.warmup;

import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.runtime.StartFailure;
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

    private static final Duration TRAINING = Duration.ofSeconds(6);

    private WarmUp() {}

    /** What was done, for tests. */
    public record Done(long tcp, long http1, long http2, long tls) {

        static final Done NOTHING = new Done(0, 0, 0, 0);
    }

    /**
     * For as long as {@code warmUp} says, and with the kinds of listeners the configuration has.
     *
     * @param say takes the reason if it cannot be done: the proxy starts all the same
     */
    public static Done before(LoadedConfig loaded, Consumer<String> say) {
        ProxyConfig config = loaded.config();
        if (config.warmUp().isZero()) {
            return Done.NOTHING;
        }
        return run(Repertoire.of(loaded), config.warmUp(), say, () -> false);
    }

    /** @param enough asked now and then; true ends it early */
    static Done run(
            Repertoire repertoire, Duration time, Consumer<String> say, BooleanSupplier enough) {
        try (var stage = new Stage(System.nanoTime() + time.toNanos(), enough)) {
            var origin = Origin.open(stage);
            try (var proxy = PrivateProxy.start(repertoire, origin.port())) {
                var cast = Cast.enter(repertoire, proxy, stage);
                stage.play();
                return cast.leave();
            }
        } catch (IOException | StartFailure | ConfigException | RuntimeException failed) {
            say.accept(
                    "the warm-up did not work, so the first seconds will be slower: "
                            + failed
                            + ". warmUp: 0s leaves it out");
            return Done.NOTHING;
        }
    }

    /**
     * All of it, for the training run that makes the package's cache: what the JVM learns here it knows from
     * the start on every machine.
     */
    public static Done train(Consumer<String> say) {
        return run(Repertoire.everything(), TRAINING, say, () -> false);
    }
}
