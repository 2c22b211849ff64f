package io.faultline.core.wire;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.timing.Ticker;
import io.faultline.core.worker.Worker;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One real worker with a listening socket on loopback: what a test of a wire needs around it. */
public class WireBench implements AutoCloseable {

    public static final long SECONDS = 10;

    public final Worker worker;
    public final ListeningSocket listener;
    private final BlockingQueue<Wire> accepted = new LinkedBlockingQueue<>();

    public WireBench(Worker.Kind kind) throws BindFailure {
        worker = new Worker(0, kind, Ticker.system());
        listener =
                worker.transport()
                        .listen(
                                PeerAddress.ofV4(0x7f000001, 0),
                                128,
                                false,
                                new ListeningSocket.Acceptor() {
                                    @Override
                                    public void onAccepted(Wire wire, PeerAddress peer) {
                                        accepted(wire);
                                    }

                                    @Override
                                    public void onAcceptFailed(int errno) {}
                                });
        listener.accept();
    }

    /** A client has connected. On the loop. */
    protected void accepted(Wire wire) {
        ready(wire);
    }

    /** {@link #nextWire} gives it out. */
    protected final void ready(Wire wire) {
        accepted.add(wire);
    }

    /** Where a plain client connects to. */
    public int port() {
        return listener.boundAddress().port();
    }

    public Wire nextWire() throws InterruptedException {
        Wire wire = accepted.poll(SECONDS, TimeUnit.SECONDS);
        if (wire == null) {
            throw new AssertionError("nobody connected within " + SECONDS + " s");
        }
        return wire;
    }

    /** Does it on the worker's loop and waits for the result. */
    public <T> T onLoop(Callable<T> action) {
        try {
            return worker.loop().submit(action).get(SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("on the loop: " + e, e);
        }
    }

    public void onLoop(Runnable action) {
        onLoop(
                () -> {
                    action.run();
                    return true;
                });
    }

    /** A chunk with these bytes in it. */
    public static Chunk chunk(byte[] content) {
        Chunk chunk = Chunk.allocate(content.length);
        chunk.buffer().put(0, content);
        return chunk;
    }

    @Override
    public void close() throws Exception {
        onLoop(listener::close);
        worker.stop().get(SECONDS, TimeUnit.SECONDS);
    }
}
