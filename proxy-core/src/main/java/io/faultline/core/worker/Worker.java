package io.faultline.core.worker;

import io.faultline.core.timing.LoopTurn;
import io.faultline.core.timing.Ticker;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.ChunkPool;
import io.faultline.core.wire.Transport;
import io.faultline.core.wire.TransportMaker;
import io.faultline.core.wire.channel.ChannelTransport;
import io.faultline.core.wire.linux.LinuxTransport;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One event loop and everything it owns: its timers, its memory, its way to the network. A client's
 * connection and the one to its endpoint live on the same worker, so neither locks nor crosses threads.
 */
public final class Worker {

    /** What the data path uses. AUTO means epoll where the system has it. */
    public enum Kind {
        AUTO,
        EPOLL,
        NIO;

        public boolean isEpoll() {
            return this == EPOLL || (this == AUTO && LinuxTransport.isAvailable());
        }
    }

    private static final int USUAL_PIPES = 64;

    private static final int SCRATCH_BYTES = 4 * 1024;
    private static final int RECORDS_BYTES = 132 * 1024;

    private final int index;
    private final Ticker ticker;
    private final LoopTurn turn;
    private final MultiThreadIoEventLoopGroup group;
    private final IoEventLoop loop;
    private final ChunkPool chunks = new ChunkPool();
    private final Chunk scratch = Chunk.allocate(SCRATCH_BYTES);
    private final Transport transport;
    private final TimerWheel timers;
    private final Queue<Runnable> endings = new ConcurrentLinkedQueue<>();
    private final Set<Runnable> lingering = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Runnable advanceTimers = this::advanceTimers;
    private @Nullable Chunk opened;
    private @Nullable Chunk sealed;

    public Worker(int index, Kind kind, Ticker ticker) {
        this(index, kind, ticker, USUAL_PIPES);
    }

    /**
     * @param mostPipes how many pipes splicing may use; 0 switches it off
     */
    public Worker(int index, Kind kind, Ticker ticker, int mostPipes) {
        this("worker-" + index, index, kind, ticker, mostPipes);
    }

    /** The control thread's own: it has no clients, but its checks open wires as traffic does. */
    static Worker ofControl(Ticker ticker) {
        return new Worker("control", -1, Kind.AUTO, ticker, 0);
    }

    /** One of its own for what is asked by hand, so that it disturbs neither clients nor control. */
    public static Worker ofDiagnosis(Ticker ticker) {
        return new Worker("diagnosis", -1, Kind.AUTO, ticker, 0);
    }

    /** With another network than the machine's; for the loop itself NIO serves. */
    public static Worker on(TransportMaker network, int index, Ticker ticker) {
        return new Worker("worker-" + index, index, Kind.NIO, ticker, 0, network);
    }

    private Worker(String thread, int index, Kind kind, Ticker ticker, int mostPipes) {
        this(thread, index, kind, ticker, mostPipes, null);
    }

    private Worker(
            String thread,
            int index,
            Kind kind,
            Ticker ticker,
            int mostPipes,
            @Nullable TransportMaker network) {
        boolean epoll = kind.isEpoll();
        IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.index = index;
        this.ticker = ticker;
        this.turn = new LoopTurn(ticker);
        this.group = new TurnedLoops(new DefaultThreadFactory(thread, true), handlers, turn);
        this.loop = group.next();
        if (network != null) {
            this.transport = network.make(loop);
        } else {
            this.transport =
                    epoll
                            ? new LinuxTransport(loop, turn, chunks, mostPipes)
                            : new ChannelTransport(loop, turn, chunks);
        }
        this.timers = new TimerWheel(this::wakeAt, ticker.nanos());
    }

    public int index() {
        return index;
    }

    public Ticker ticker() {
        return ticker;
    }

    public long nanos() {
        return ticker.nanos();
    }

    /** When the events that are handled now were ready. */
    public LoopTurn turn() {
        return turn;
    }

    public TimerWheel timers() {
        return timers;
    }

    public Transport transport() {
        return transport;
    }

    public ChunkPool chunks() {
        return chunks;
    }

    /** A little memory to build a message in. Good until the current callback returns. */
    public Chunk scratch() {
        return scratch;
    }

    /**
     * Where TLS puts the plain bytes it hands up: those of one read from below, and of the record that
     * was incomplete before. Made when first asked for: a worker that sees no TLS needs none.
     */
    public Chunk opened() {
        Chunk made = opened;
        if (made == null) {
            made = Chunk.allocate(RECORDS_BYTES);
            opened = made;
        }
        return made;
    }

    /** Where TLS puts the records it sends, many of them for one call below. */
    public Chunk sealed() {
        Chunk made = sealed;
        if (made == null) {
            made = Chunk.allocate(RECORDS_BYTES);
            sealed = made;
        }
        return made;
    }

    public IoEventLoop loop() {
        return loop;
    }

    public void execute(Runnable task) {
        loop.execute(task);
    }

    /**
     * Runs on the loop when the worker stops: for what outlives sessions, such as connections that wait
     * in a pool. Netty may end a loop without having closed its handles. From any thread.
     */
    public void atTheEnd(Runnable lettingGo) {
        endings.add(lettingGo);
    }

    /**
     * As {@link #atTheEnd}, for what lingers a moment after everybody else has forgotten it. On the loop
     * only.
     */
    public void lingers(Runnable cut) {
        lingering.add(cut);
    }

    /** It has ended by itself. On the loop only. */
    public void lingersNoMore(Runnable cut) {
        lingering.remove(cut);
    }

    /** Ends the loop; what is still open on it is cut. */
    public Future<?> stop() {
        loop.execute(
                () -> {
                    endings.forEach(Runnable::run);
                    List.copyOf(lingering).forEach(Runnable::run);
                    transport.close();
                });
        return group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    }

    private void wakeAt(long nanos) {
        loop.schedule(advanceTimers, nanos - ticker.nanos(), TimeUnit.NANOSECONDS);
    }

    private void advanceTimers() {
        timers.advance(ticker.nanos());
    }
}
