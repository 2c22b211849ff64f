package io.faultline.core.runtime;

import io.faultline.core.listen.InheritedSockets;
import io.faultline.core.timing.Ticker;
import io.faultline.core.wire.TransportMaker;
import io.faultline.core.worker.Worker;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a server needs from the world around it, so that a test can give it another one.
 *
 * @param inherited listening sockets that this process was given
 * @param overlaps whether another process of ours may hold the same addresses (SO_REUSEPORT)
 * @param say takes sentences for the operator, from any thread
 * @param network what workers use instead of the machine's, or null
 */
public record Surroundings(
        Ticker ticker,
        Clock clock,
        Worker.Kind transport,
        Consumer<String> say,
        InheritedSockets inherited,
        boolean overlaps,
        @Nullable TransportMaker network) {

    /** A process that binds its own sockets, and no address that another one has. */
    public Surroundings(Ticker ticker, Clock clock, Worker.Kind transport, Consumer<String> say) {
        this(ticker, clock, transport, say, InheritedSockets.none(), false, null);
    }

    /** The same, with sockets that were given. */
    public Surroundings with(InheritedSockets given, boolean mayOverlap) {
        return new Surroundings(ticker, clock, transport, say, given, mayOverlap, network);
    }

    /** The same, with workers on another network. */
    public Surroundings on(TransportMaker other) {
        return new Surroundings(ticker, clock, transport, say, inherited, overlaps, other);
    }

    public static Surroundings ofThisMachine(Consumer<String> say) {
        return new Surroundings(Ticker.system(), Clock.systemUTC(), Worker.Kind.AUTO, say);
    }
}
