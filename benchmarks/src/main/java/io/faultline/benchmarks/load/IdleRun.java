package io.faultline.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * Connections that have said something once and then stay, silent, until the generator gets its next order: what they cost in memory is measured
 * meanwhile. A unit is a connection that was answered.
 */
final class IdleRun extends Run {

    private static final int MESSAGE_BYTES = 128;
    private static final byte[] BYTES = new byte[MESSAGE_BYTES];

    static {
        java.util.Arrays.fill(BYTES, Mode.ECHO.tag);
    }

    private final int connections;
    private final ByteBuffer in = ByteBuffer.allocateDirect(MESSAGE_BYTES);

    IdleRun(InetSocketAddress target, int connections) throws IOException {
        super(target);
        this.connections = connections;
    }

    @Override
    void begin() throws IOException {
        for (int i = 0; i < connections; i++) {
            var key = connected(SelectionKey.OP_READ);
            ((SocketChannel) key.channel()).write(ByteBuffer.wrap(BYTES));
        }
    }

    /** Opens them, and waits for the answers no longer than so many seconds. */
    @Override
    LoadResult drive(double seconds) throws IOException {
        begin();
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        while (units < connections && System.nanoTime() - end < 0) {
            selector.select(this::readyOrBroken, 100);
        }
        double took = (System.nanoTime() - start) / 1e9;
        return new LoadResult(units, took, connections - units, 0, 0, 0);
    }

    @Override
    void ready(SelectionKey key) throws IOException {
        if (((SocketChannel) key.channel()).read(in.clear()) < 0) {
            broken(key);
        } else {
            units++;
        }
    }
}
