package io.faultline.testkit.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that swallows SYNs: a connect neither succeeds nor fails, as behind a firewall that drops.
 *
 * <p>Linux drops a SYN when the listener's accept queue is full, so this listener has the smallest
 * queue, never accepts, and is filled by connections of its own. The proof is part of the start: the
 * last connect must have been met with silence.
 */
public final class BlackHole implements Closeable {

    private static final int MOST_FILLERS = 64;
    private static final int SILENCE_MILLIS = 300;

    private final ServerSocket listener = new ServerSocket();
    private final List<Socket> fillers = new ArrayList<>();

    private BlackHole() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1);
    }

    public static BlackHole open() {
        try {
            var hole = new BlackHole();
            hole.fill();
            return hole;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a black hole", e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Starts to take connections out of the queue: what waits in SYN retransmission gets through. */
    public void heal(Behaviour behaviour) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                for (int number = 1; true; number++) {
                                    var connection =
                                            new OriginConnection(number, listener.accept());
                                    Thread.ofVirtual().start(() -> serve(connection, behaviour));
                                }
                            } catch (IOException closed) {
                                // close() ended the accept.
                            }
                        });
    }

    @Override
    public void close() {
        try {
            for (var filler : fillers) {
                filler.close();
            }
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill() throws IOException {
        while (fillers.size() < MOST_FILLERS) {
            var filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(address(), SILENCE_MILLIS);
            } catch (SocketTimeoutException silence) {
                return;
            }
        }
        close();
        throw new IOException("this kernel answers SYNs though the accept queue is full");
    }

    private static void serve(OriginConnection connection, Behaviour behaviour) {
        try {
            behaviour.serve(connection);
            connection.close();
        } catch (IOException gone) {
            // The peer ended it; nobody asks this side.
        }
    }
}
