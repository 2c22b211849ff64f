package io.faultline.core.wire.linux;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;

/**
 * Stands for a connect that the kernel refused on the spot, until its observer has been told. All that
 * can be done with it is to close it.
 */
final class UnbornWire implements Wire {

    private final PeerAddress remote;
    private boolean open = true;

    UnbornWire(PeerAddress remote) {
        this.remote = remote;
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
