package io.faultline.testkit.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server and is a bad network: passes bytes on one at a time, and after so
 * many of one direction ends, resets or forgets the connection.
 */
public final class Meddler implements Closeable {

    /** What happens to the connection when enough bytes have passed. */
    public enum Then {
        FIN, // to the receiver of those bytes; the other direction goes on
        RESET, // on both sides
        STALL // nothing more passes this way, and nobody is told
    }

    /** Which bytes are counted. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private final ServerSocket entrance;
    private final int target;
    private final Direction direction;
    private final int most;
    private final Then then;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger toServer = new AtomicInteger();
    private final AtomicInteger toClient = new AtomicInteger();

    private Meddler(int target, Direction direction, int most, Then then) {
        try {
            this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError("no port", e);
        }
        this.target = target;
        this.direction = direction;
        this.most = most;
        this.then = then;
        Thread.ofVirtual().start(this::accept);
    }

    /** Passes everything on, byte by byte. */
    public static Meddler dribblingTo(int target) {
        return new Meddler(target, Direction.TO_SERVER, Integer.MAX_VALUE, Then.STALL);
    }

    public static Meddler cutting(int target, Direction direction, int afterBytes, Then then) {
        return new Meddler(target, direction, afterBytes, then);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** Bytes passed on so far, of all connections. */
    public int passed(Direction which) {
        return (which == Direction.TO_SERVER ? toServer : toClient).get();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> pass(client, server, Direction.TO_SERVER, toServer));
                Thread.ofVirtual().start(() -> pass(server, client, Direction.TO_CLIENT, toClient));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pass(Socket from, Socket to, Direction way, AtomicInteger count) {
        int left = way == direction ? most : Integer.MAX_VALUE;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (left > 0) {
                int next = in.read();
                if (next < 0) {
                    to.shutdownOutput();
                    return;
                }
                out.write(next);
                count.incrementAndGet();
                left--;
            }
            switch (then) {
                case FIN -> to.shutdownOutput();
                case RESET -> {
                    reset(to);
                    reset(from);
                }
                case STALL -> {}
            }
        } catch (IOException broken) {
            reset(to);
            reset(from);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (SocketException closed) {
            // It has ended already.
        } catch (IOException ignored) {
            // There is nobody left to be told.
        }
    }

    @Override
    public void close() {
        try {
            entrance.close();
            for (Socket each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new AssertionError("closing", e);
        }
    }
}
