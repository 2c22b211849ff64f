package io.faultline.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** As many bytes as possible one way over a few connections. A unit is a byte. */
final class BulkRun extends Run {

    private static final int BLOCK_BYTES = 256 * 1024;

    private final Mode mode;
    private final int connections;
    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);

    BulkRun(InetSocketAddress target, Mode mode, int connections) throws IOException {
        super(target);
        this.mode = mode;
        this.connections = connections;
    }

    @Override
    void begin() throws IOException {
        boolean down = mode == Mode.DOWNLOAD;
        for (int i = 0; i < connections; i++) {
            var key = connected(down ? SelectionKey.OP_READ : SelectionKey.OP_WRITE);
            ((SocketChannel) key.channel()).write(ByteBuffer.wrap(new byte[] {mode.tag}));
        }
    }

    @Override
    void ready(SelectionKey key) throws IOException {
        var channel = (SocketChannel) key.channel();
        block.clear();
        int moved = mode == Mode.DOWNLOAD ? channel.read(block) : channel.write(block);
        if (moved < 0) {
            broken(key);
        } else {
            units += moved;
        }
    }
}
