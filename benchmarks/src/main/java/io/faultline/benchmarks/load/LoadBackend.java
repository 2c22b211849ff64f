package io.faultline.benchmarks.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The server behind the proxies: one thread, one selector, one buffer. It does per connection what
 * the client's first byte asks for. Says {@code port N} when it listens, and ends with its stdin:
 * whoever started it may be killed without a chance to end it.
 */
public final class LoadBackend {

    /** The argument with which it listens on all addresses. */
    public static final String EVERYWHERE = "everywhere";

    private static final int BACKLOG = 4096;
    private static final int BLOCK_BYTES = 256 * 1024;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK_BYTES);

    private final HttpAnswers answers = new HttpAnswers();

    private LoadBackend(InetAddress address) throws IOException {
        listener.bind(new InetSocketAddress(address, 0), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    @SuppressWarnings("SystemOut") // the port is the program's output
    public static void main(String[] args) throws IOException {
        var backend = new LoadBackend(addressOf(args));
        System.out.println("port " + backend.listener.socket().getLocalPort());
        Thread.ofPlatform().daemon().name("starter-watch").start(LoadBackend::endWithStdin);
        while (true) {
            backend.selector.select(backend::serve);
        }
    }

    /** With {@code everywhere} each address of 127.0.0.0/8 leads here: as many endpoints as one likes. */
    private static InetAddress addressOf(String... args) throws UnknownHostException {
        return args.length > 0 && args[0].equals(EVERYWHERE)
                ? InetAddress.getByAddress(new byte[4])
                : InetAddress.getLoopbackAddress();
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
                write(key, (SocketChannel) key.channel());
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
        buffer.flip();
        if (key.attachment() == null) {
            skipProxyHeader();
            if (!buffer.hasRemaining()) {
                return;
            }
            var mode = Mode.of(buffer.get(buffer.position()));
            key.attach(mode == Mode.HTTP ? new HttpVisit(answers) : mode);
        }
        switch (key.attachment()) {
            case HttpVisit visit -> continueWith(key, visit.read(buffer, client));
            case Mode mode -> serve(key, client, mode);
            default -> throw new IllegalStateException("" + key.attachment());
        }
    }

    private void serve(SelectionKey key, SocketChannel client, Mode mode) throws IOException {
        switch (mode) {
            case ECHO -> client.write(buffer);
            case ANSWER -> {
                client.write(buffer);
                close(key);
            }
            case DOWNLOAD -> key.interestOps(SelectionKey.OP_WRITE | SelectionKey.OP_READ);
            case UPLOAD, HTTP -> {} // counted where it is sent; a visit of its own
        }
    }

    /** A PROXY protocol header of version 1 is a line, and comes in one piece. */
    private void skipProxyHeader() {
        if (buffer.get(buffer.position()) == 'P') {
            while (buffer.hasRemaining() && buffer.get() != '\n') {}
        }
    }

    private void write(SelectionKey key, SocketChannel client) throws IOException {
        if (key.attachment() instanceof HttpVisit visit) {
            continueWith(key, visit.write(client));
        } else {
            client.write(buffer.clear());
        }
    }

    private static void continueWith(SelectionKey key, HttpVisit.Next next) {
        switch (next) {
            case READ -> key.interestOps(SelectionKey.OP_READ);
            case WRITE -> key.interestOps(SelectionKey.OP_WRITE);
            case CLOSE -> close(key);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException alreadyGone) {
            key.cancel();
        }
    }
}
