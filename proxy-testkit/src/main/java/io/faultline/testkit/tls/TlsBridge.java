package io.faultline.testkit.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Carries plain TCP clients over the JDK's TLS to a port: what a plain client does at one end (send,
 * stop reading, FIN, RST) happens at the other end of TLS. So every test written for plain clients can
 * be run through TLS.
 */
public final class TlsBridge implements AutoCloseable {

    private final ServerSocket entrance;
    private final SSLContext tls;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    public TlsBridge(SSLContext tls, int target) throws IOException {
        this.tls = tls;
        this.target = target;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket plain = entrance.accept();
                open.add(plain);
                Thread.ofVirtual().start(() -> carry(plain));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void carry(Socket plain) {
        try {
            var raw = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(raw);
            raw.setTcpNoDelay(true);
            plain.setTcpNoDelay(true);
            var secure =
                    (SSLSocket) tls.getSocketFactory().createSocket(raw, "localhost", target, true);
            secure.startHandshake();
            Thread.ofVirtual().start(() -> copy(secure, raw, plain, plain));
            copy(plain, plain, secure, raw);
        } catch (IOException refused) {
            reset(plain);
        }
    }

    /** An end is passed on as an end, whatever else ends the stream as a reset. */
    private static void copy(Socket from, Socket fromRaw, Socket to, Socket toRaw) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var buffer = new byte[16 * 1024];
            for (int count; (count = in.read(buffer)) >= 0; ) {
                out.write(buffer, 0, count);
                out.flush();
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            reset(toRaw);
            reset(fromRaw);
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
    public void close() throws IOException {
        entrance.close();
        for (Socket each : open) {
            each.close();
        }
    }
}
