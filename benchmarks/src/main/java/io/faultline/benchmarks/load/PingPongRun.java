package io.faultline.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** A small message there and back, again and again, on connections that stay. A unit is a round trip. */
final class PingPongRun extends Run {

    private final int connections;
    private final int messageBytes;
    private final ByteBuffer message;
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);

    PingPongRun(InetSocketAddress target, int connections, int messageBytes) throws IOException {
        super(target);
        this.connections = connections;
        this.messageBytes = messageBytes;
        var bytes = new byte[messageBytes];
        Arrays.fill(bytes, Mode.ECHO.tag);
        message = ByteBuffer.allocateDirect(messageBytes).put(bytes);
    }

    private static final class Ball {
        int back;
        long servedNanos;
    }

    @Override
    void begin() throws IOException {
        for (int i = 0; i < connections; i++) {
            var key = connected(SelectionKey.OP_READ);
            key.attach(new Ball());
        }
        for (var key : selector.keys()) {
            serve(key, System.nanoTime());
        }
    }

    @Override
    void ready(SelectionKey key) throws IOException {
        int count = ((SocketChannel) key.channel()).read(in.clear());
        if (count < 0) {
            broken(key);
            return;
        }
        var ball = (Ball) key.attachment();
        ball.back += count;
        if (ball.back >= messageBytes) {
            long now = System.nanoTime();
            ball.back -= messageBytes;
            units++;
            latencies.add(now - ball.servedNanos);
            serve(key, now);
        }
    }

    private void serve(SelectionKey key, long now) throws IOException {
        ((Ball) key.attachment()).servedNanos = now;
        ((SocketChannel) key.channel()).write(message.clear());
    }
}
