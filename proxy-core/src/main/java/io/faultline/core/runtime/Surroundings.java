package io.faultline.core.runtime;

import io.faultline.core.timing.Ticker;
import io.faultline.core.worker.Worker;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * What a server needs from the world around it, so that a test can give it another one.
 *
 * @param say takes sentences for the operator, from any thread
 */
public record Surroundings(
        Ticker ticker, Clock clock, Worker.Kind transport, Consumer<String> say) {

    public static Surroundings ofThisMachine(Consumer<String> say) {
        return new Surroundings(Ticker.system(), Clock.systemUTC(), Worker.Kind.AUTO, say);
    }
}
