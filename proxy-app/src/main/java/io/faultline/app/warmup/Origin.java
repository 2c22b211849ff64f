package io.faultline.app.warmup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * The server behind the private proxy. The first letter of a path says what becomes of the request; what
 * is not HTTP is sent back.
 */
final class Origin implements Stage.Player {

    static final int SHORT = 120;
    static final int LONG = 200_000;
    private static final String CHUNKS = "10\r\n0123456789abcdef\r\n5\r\nwarm!\r\n0\r\n\r\n";
    static final int CHUNKED_BODY = CHUNKS.length();

    private static final ByteBuffer SHORT_ANSWER = answer(SHORT, "");
    private static final ByteBuffer LAST_ANSWER = answer(SHORT, "Connection: close\r\n");
    private static final ByteBuffer LONG_ANSWER = answer(LONG, "");
    private static final ByteBuffer CHUNKED_ANSWER =
            ByteBuffer.wrap(
                    ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nServer: warm-up\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n"
                                    + CHUNKS)
                            .getBytes(StandardCharsets.US_ASCII));

    private final Stage stage;
    private final ServerSocketChannel door;

    private Origin(Stage stage, ServerSocketChannel door) {
        this.stage = stage;
        this.door = door;
    }

    static Origin open(Stage stage) throws IOException {
        var door = ServerSocketChannel.open();
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        var origin = new Origin(stage, door);
        stage.enter(door, SelectionKey.OP_ACCEPT, origin);
        return origin;
    }

    int port() {
        return door.socket().getLocalPort();
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        SocketChannel accepted = door.accept();
        if (accepted != null) {
            accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
            stage.enter(accepted, SelectionKey.OP_READ, new Connection());
        }
    }

    private static ByteBuffer answer(int length, String field) {
        byte[] head =
                ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nServer: warm-up\r\n"
                                + field
                                + "Content-Length: "
                                + length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer all = ByteBuffer.allocateDirect(head.length + length).put(head);
        while (all.hasRemaining()) {
            all.put((byte) 'w');
        }
        return all.flip();
    }

    private final class Connection implements Stage.Player {

        private ByteBuffer sending = ByteBuffer.allocate(0);
        private boolean last;

        @Override
        public void ready(SelectionKey key) throws IOException {
            var channel = (SocketChannel) key.channel();
            if (!sending.hasRemaining()) {
                ByteBuffer in = stage.scratch.clear();
                if (channel.read(in) < 0) {
                    Stage.leave(key);
                    return;
                }
                answer(channel, in.flip());
            }
            channel.write(sending);
            if (sending.hasRemaining()) {
                key.interestOps(SelectionKey.OP_WRITE);
            } else if (last) {
                Stage.leave(key);
            } else {
                key.interestOps(SelectionKey.OP_READ);
            }
        }

        private void answer(SocketChannel channel, ByteBuffer in) throws IOException {
            if (in.remaining() >= 8 && in.get(0) == 'P') {
                sending = SHORT_ANSWER.duplicate();
                return;
            }
            if (in.remaining() < 8 || in.get(0) != 'G') {
                // Bytes of a tunnel, or the body of a request that is answered when its head comes.
                sending =
                        in.get(0) == 'E'
                                ? ByteBuffer.allocate(in.remaining()).put(in).flip()
                                : sending;
                return;
            }
            switch (in.get(5)) { // GET /x
                case 'l' -> sending = LONG_ANSWER.duplicate();
                case 'c' -> sending = CHUNKED_ANSWER.duplicate();
                case 'e' -> {
                    sending = LAST_ANSWER.duplicate();
                    last = true;
                }
                case 'r' -> {
                    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                    throw new IOException("reset");
                }
                default -> sending = SHORT_ANSWER.duplicate();
            }
        }
    }
}
