package io.faultline.testkit.net;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * A TCP client for tests: every call blocks until it is done or its deadline has passed, and a FIN is
 * never mistaken for a RST. What goes wrong becomes an {@link AssertionError} that says what was
 * expected and what came instead.
 *
 * <p>It reads only when asked: a client that nobody asks is a slow reader.
 */
public final class RawClient implements Closeable {

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Duration patience;
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1024).flip();
    private Ending ending = Ending.NONE;

    private RawClient(SocketChannel channel, Duration patience) throws IOException {
        this.channel = channel;
        this.patience = patience;
        this.selector = Selector.open();
        channel.configureBlocking(false);
        this.key = channel.register(selector, 0);
    }

    public static RawClient connect(int port) {
        return connect(ClientSettings.to(port));
    }

    /** Fails with {@link UncheckedIOException} when it is refused: the cause tells how. */
    public static RawClient connect(ClientSettings settings) {
        try {
            var channel = SocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                if (settings.receiveBufferBytes() > 0) {
                    channel.setOption(
                            StandardSocketOptions.SO_RCVBUF, settings.receiveBufferBytes());
                }
                if (settings.source() != null) {
                    var literal = InetAddress.ofLiteral(settings.source());
                    channel.bind(new InetSocketAddress(literal, 0));
                }
                var client = new RawClient(channel, settings.patience());
                try {
                    client.finishConnect(settings.target());
                } catch (IOException | AssertionError e) {
                    client.close();
                    throw e;
                }
                return client;
            } catch (IOException | AssertionError e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to " + settings.target(), e);
        }
    }

    /** This side's address: what the proxy should report as the client's. */
    public InetSocketAddress local() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- Sending

    public RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Returns when the kernel has taken all of it. */
    public RawClient send(byte[] bytes) {
        var out = ByteBuffer.wrap(bytes);
        long deadline = deadline();
        while (out.hasRemaining()) {
            if (writeSome(out) == 0 && !ready(SelectionKey.OP_WRITE, deadline)) {
                throw new AssertionError(
                        "sent only %d of %d bytes in %s: the peer does not read"
                                .formatted(out.position(), bytes.length, patience));
            }
        }
        return this;
    }

    /** Sends to a peer that may have gone already: whether it takes any of it does not matter. */
    public RawClient sendInVain(String text) {
        try {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException refused) {
            ending = Ending.RESET;
        }
        return this;
    }

    /**
     * Sends until the kernel takes no more for this long: all buffers on the way are full.
     *
     * @return how many bytes were taken
     */
    public long sendUntilBlocked(Duration quiet) {
        byte[] block = Payload.bytes(64 * 1024, 2);
        long total = 0;
        long end = deadline();
        while (ready(SelectionKey.OP_WRITE, System.nanoTime() + quiet.toNanos())) {
            total += writeSome(ByteBuffer.wrap(block));
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(
                        "%d bytes in %s and still not blocked".formatted(total, patience));
            }
        }
        return total;
    }

    /** FIN: nothing more will be sent, reading goes on. */
    public RawClient halfClose() {
        try {
            channel.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new AssertionError("cannot half-close: the connection has ended", e);
        }
    }

    // ---- Receiving

    public byte[] readExactly(int count) {
        var bytes = new byte[count];
        long deadline = deadline();
        int have = 0;
        while (have < count) {
            if (!fill(deadline)) {
                throw missing(count + " bytes", Arrays.copyOf(bytes, have));
            }
            int part = Math.min(in.remaining(), count - have);
            in.get(bytes, have, part);
            have += part;
        }
        return bytes;
    }

    public String readText(int count) {
        return new String(readExactly(count), StandardCharsets.ISO_8859_1);
    }

    /** Up to the next newline, without it. */
    public String readLine() {
        var line = new StringBuilder();
        long deadline = deadline();
        while (fill(deadline)) {
            char next = (char) (in.get() & 0xFF);
            if (next == '\n') {
                return line.toString();
            }
            line.append(next);
        }
        throw missing("a line", line.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Everything up to the end, and which end it was. */
    public Received readToEnd() {
        var all = new ByteArrayOutputStream();
        long deadline = deadline();
        while (fill(deadline)) {
            all.write(in.array(), in.position(), in.remaining());
            in.position(in.limit());
        }
        return new Received(all.toByteArray(), ending);
    }

    /** Everything up to a FIN; anything else fails. */
    public byte[] readToFin() {
        var received = readToEnd();
        if (received.ending() != Ending.FIN) {
            throw missing("a FIN", received.bytes());
        }
        return received.bytes();
    }

    /** Nothing more may come but a FIN. */
    public void expectFin() {
        expect(Ending.FIN);
    }

    /** Nothing more may come but a RST. */
    public void expectReset() {
        expect(Ending.RESET);
    }

    /** Neither bytes nor an end may come within this time. A proof of absence costs the whole time. */
    public void expectSilence(Duration time) {
        if (fill(System.nanoTime() + time.toNanos()) || ending != Ending.NONE) {
            throw new AssertionError("expected silence, got " + describe(rest()));
        }
    }

    // ---- Ending

    /** Sends RST and closes: SO_LINGER 0. */
    public void reset() {
        try {
            if (channel.isOpen()) { // the JDK closes a channel whose connect failed
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reset", e);
        }
        close();
    }

    @Override
    public void close() {
        try {
            // The selector first: a channel still registered would only be half-closed.
            selector.close();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void finishConnect(InetSocketAddress target) throws IOException {
        long deadline = deadline();
        boolean done = channel.connect(target);
        while (!done) {
            if (!ready(SelectionKey.OP_CONNECT, deadline)) {
                throw new AssertionError(
                        "no answer to our SYN in %s: %s".formatted(patience, target));
            }
            try {
                done = channel.finishConnect();
            } catch (SocketException e) {
                if (!String.valueOf(e.getMessage()).startsWith("Connection reset")) {
                    throw e;
                }
                // Only an established connection can be reset: the RST overtook our look at it.
                ending = Ending.RESET;
                return;
            }
        }
    }

    private void expect(Ending wanted) {
        if (fill(deadline()) || ending != wanted) {
            throw new AssertionError("expected " + wanted + ", got " + describe(rest()));
        }
    }

    /** True when at least one byte can be taken from {@code in}. */
    private boolean fill(long deadline) {
        while (!in.hasRemaining() && ending == Ending.NONE) {
            in.clear();
            try {
                int count = channel.read(in);
                if (count < 0) {
                    ending = Ending.FIN;
                }
            } catch (IOException reset) {
                ending = Ending.RESET;
            }
            in.flip();
            if (!in.hasRemaining()
                    && ending == Ending.NONE
                    && !ready(SelectionKey.OP_READ, deadline)) {
                return false;
            }
        }
        return in.hasRemaining();
    }

    private int writeSome(ByteBuffer out) {
        try {
            return channel.write(out);
        } catch (IOException e) {
            ending = Ending.RESET;
            throw new AssertionError("the peer reset while we were sending: " + e.getMessage(), e);
        }
    }

    private boolean ready(int operation, long deadline) {
        try {
            key.interestOps(operation);
            long millis = (deadline - System.nanoTime() + 999_999) / 1_000_000;
            selector.selectedKeys().clear();
            return millis > 0 && selector.select(millis) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long deadline() {
        return System.nanoTime() + patience.toNanos();
    }

    private byte[] rest() {
        var rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }

    private AssertionError missing(String wanted, byte[] got) {
        return new AssertionError("expected " + wanted + ", got " + describe(got));
    }

    private String describe(byte[] got) {
        String text = new String(got, 0, Math.min(got.length, 200), StandardCharsets.ISO_8859_1);
        String end = ending == Ending.NONE ? "silence for " + patience : ending.toString();
        return got.length == 0 ? end : got.length + " bytes (\"" + text + "\"), then " + end;
    }
}
