package io.faultline.benchmarks.micro;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;

/** Echoes one connection on a thread of its own and allocates nothing while it does. */
final class EchoServer implements Closeable {

    private static final int BUFFER_BYTES = 256 * 1024;

    private final ServerSocketChannel listener = ServerSocketChannel.open();

    EchoServer() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofPlatform().daemon().name("echo").start(this::serve);
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve() {
        var buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (var client = listener.accept()) {
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            while (client.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    client.write(buffer);
                }
            }
        } catch (IOException over) {
            // The benchmark has closed its end, or never connected.
        }
    }
}
