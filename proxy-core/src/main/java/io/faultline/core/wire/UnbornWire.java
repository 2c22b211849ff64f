package io.faultline.core.wire;

import io.faultline.core.address.PeerAddress;
import java.util.concurrent.Executor;

/**
 * Stands for a connect that the kernel refused on the spot, until its observer has been told. All that
 * can be done with it is to close it.
 */
public final class UnbornWire implements Wire {

    private final PeerAddress remote;
    private boolean open = true;

    private UnbornWire(PeerAddress remote) {
        this.remote = remote;
    }

    /** The observer hears of it from the loop: never before the connect that failed has returned. */
    public static Wire refused(
            PeerAddress remote, int errno, Executor loop, ConnectObserver observer) {
        var wire = new UnbornWire(remote);
        loop.execute(
                () -> {
                    if (wire.open) {
                        wire.open = false;
                        observer.onConnectFailed(wire, errno);
                    }
                });
        return wire;
    }

    @Override
    public void reader(WireReader reader) {}

    @Override
    public void resumeReading() {}

    @Override
    public void pauseReading() {}

    @Override
    public void unread(Chunk chunk, int from, int to) {}

    @Override
    public boolean write(Chunk chunk, int from, int to) {
        return false;
    }

    @Override
    public int backlogBytes() {
        return 0;
    }

    @Override
    public void finish() {}

    @Override
    public void close() {
        open = false;
    }

    @Override
    public void reset() {
        open = false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public PeerAddress localAddress() {
        return PeerAddress.ofV4(0, 0);
    }

    @Override
    public PeerAddress remoteAddress() {
        return remote;
    }
}
