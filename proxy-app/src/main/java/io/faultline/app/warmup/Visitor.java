package io.faultline.app.warmup;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A client that comes, does its acts, leaves in one of the ways clients leave, and comes again. */
abstract class Visitor implements Stage.Player {

    /** Small, so that whoever sends us much soon cannot. */
    private static final int RECEIVE_BUFFER = 8 * 1024;

    final Stage stage;
    private final InetSocketAddress where;
    private long acts;

    Visitor(Stage stage, InetSocketAddress where) {
        this.stage = stage;
        this.where = where;
    }

    /** The bytes of the next act. */
    abstract ByteBuffer next(long act);

    /** Whether the act is over with these bytes. */
    abstract boolean isOver(ByteBuffer in);

    /** A connection begins. */
    void begin() {}

    /** After how many acts a connection ends; by a reset each second time. */
    abstract int actsOfAConnection();

    long acts() {
        return acts;
    }

    void come() {
        try {
            var channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = stage.enter(channel, SelectionKey.OP_CONNECT, this);
            if (channel.connect(where)) {
                connected(key);
            }
        } catch (IOException full) {
            stage.later(this::gone);
        }
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        var channel = (SocketChannel) key.channel();
        if (key.isConnectable()) {
            channel.finishConnect();
            connected(key);
            return;
        }
        ByteBuffer in = stage.scratch.clear();
        if (channel.read(in) < 0) {
            throw new IOException("the proxy ended it");
        }
        if (isOver(in.flip())) {
            acts++;
            if (acts % actsOfAConnection() == 0) {
                if (acts / actsOfAConnection() % 2 == 0) {
                    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
                throw new IOException("enough");
            }
            stage.next(key);
        }
    }

    @Override
    public void go(SelectionKey key) throws IOException {
        act((SocketChannel) key.channel());
    }

    private void connected(SelectionKey key) throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        begin();
        act((SocketChannel) key.channel());
    }

    private void act(SocketChannel channel) throws IOException {
        ByteBuffer request = next(acts);
        while (request.hasRemaining()) {
            channel.write(request); // a few hundred bytes: the socket takes them
        }
    }

    @Override
    public void gone() {
        stage.later(
                () -> {
                    if (!stage.isOver()) {
                        come();
                    }
                });
    }
}
