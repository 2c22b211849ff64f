package io.faultline.benchmarks.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The server behind the proxies: one thread, one selector, one buffer. It does per connection what
 * the client's first byte asks for. Says {@code port N} when it listens, and ends with its stdin:
 * whoever started it may be killed without a chance to end it.
 */
public final class LoadBackend {

    private static final int BACKLOG = 4096;
    private static final int BLOCK_BYTES = 256 * 1024;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK_BYTES);

    private LoadBackend() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    @SuppressWarnings("SystemOut") // the port is the program's output
    public static void main(String[] args) throws IOException {
        var backend = new LoadBackend();
        System.out.println("port " + backend.listener.socket().getLocalPort());
        Thread.ofPlatform().daemon().name("starter-watch").start(LoadBackend::endWithStdin);
        while (true) {
            backend.selector.select(backend::serve);
        }
    }

    private static void endWithStdin() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // As good as an end.
        }
        System.exit(0);
    }

    private void serve(SelectionKey key) {
        if (key.isAcceptable()) {
            accept();
            return;
        }
        try {
            if (key.isReadable()) {
                read(key, (SocketChannel) key.channel());
            }
            if (key.isValid() && key.isWritable()) {
                stream((SocketChannel) key.channel());
            }
        } catch (IOException reset) {
            // The run is over for this client, or a health check has seen enough.
            close(key);
        }
    }

    private void accept() {
        try {
            for (var client = listener.accept(); client != null; client = listener.accept()) {
                client.configureBlocking(false);
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                client.register(selector, SelectionKey.OP_READ);
            }
        } catch (IOException e) {
            // Too many open files: the generator counts the connection that goes unanswered.
            System.err.println("cannot accept: " + e.getMessage());
        }
    }

    private void read(SelectionKey key, SocketChannel client) throws IOException {
        buffer.clear();
        int count = client.read(buffer);
        if (count < 0) {
            close(key);
            return;
        }
        if (count == 0) {
            return;
        }
        var mode = (@Nullable Mode) key.attachment();
        if (mode == null) {
            mode = Mode.of(buffer.get(0));
            key.attach(mode);
        }
        switch (mode) {
            case ECHO -> client.write(buffer.flip());
            case ANSWER -> {
                client.write(buffer.flip());
                close(key);
            }
            case DOWNLOAD -> key.interestOps(SelectionKey.OP_WRITE | SelectionKey.OP_READ);
            case UPLOAD -> {} // counted where it is sent
        }
    }

    private void stream(SocketChannel client) throws IOException {
        client.write(buffer.clear());
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException alreadyGone) {
            key.cancel();
        }
    }
}
