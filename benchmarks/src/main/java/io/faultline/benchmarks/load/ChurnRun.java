package io.faultline.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * Connect, one request, one answer, the server closes; always the same number under way. A unit is a
 * connection that went through all of it.
 *
 * <p>It comes from 32 loopback addresses in turn: one address would run out of source ports that are
 * not in TIME_WAIT within seconds.
 */
final class ChurnRun extends Run {

    private static final int MESSAGE_BYTES = 128;
    private static final int SOURCES = 32;

    private final int concurrency;
    private final ByteBuffer request = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    private final ByteBuffer in = ByteBuffer.allocateDirect(4096);
    private final InetSocketAddress[] sources = new InetSocketAddress[SOURCES];
    private int next;

    ChurnRun(InetSocketAddress target, int concurrency) throws IOException {
        super(target);
        this.concurrency = concurrency;
        var bytes = new byte[MESSAGE_BYTES];
        Arrays.fill(bytes, Mode.ANSWER.tag);
        request.put(bytes);
        for (int i = 0; i < SOURCES; i++) {
            var address = InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (i + 1)});
            sources[i] = new InetSocketAddress(address, 0);
        }
    }

    private static final class Visit {
        final long startNanos = System.nanoTime();
        int answered;
    }

    @Override
    void begin() throws IOException {
        for (int i = 0; i < concurrency; i++) {
            start();
        }
    }

    @Override
    void ready(SelectionKey key) throws IOException {
        var channel = (SocketChannel) key.channel();
        if (key.isConnectable()) {
            channel.finishConnect();
            channel.write(request.clear());
            key.interestOps(SelectionKey.OP_READ);
            return;
        }
        var visit = (Visit) key.attachment();
        int count = channel.read(in.clear());
        if (count > 0) {
            visit.answered += count;
            count = channel.read(in.clear()); // the FIN usually comes along
        }
        if (count < 0) {
            if (visit.answered == MESSAGE_BYTES) {
                units++;
                latencies.add(System.nanoTime() - visit.startNanos);
                channel.close();
                start();
            } else {
                broken(key);
            }
        } else {
            visit.answered += count;
        }
    }

    @Override
    void broken(SelectionKey key) throws IOException {
        super.broken(key);
        start();
    }

    private void start() throws IOException {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(sources[next++ % SOURCES]);
        if (channel.connect(target)) {
            channel.write(request.clear());
            channel.register(selector, SelectionKey.OP_READ, new Visit());
        } else {
            channel.register(selector, SelectionKey.OP_CONNECT, new Visit());
        }
    }
}
