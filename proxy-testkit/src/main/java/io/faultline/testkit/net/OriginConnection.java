package io.faultline.testkit.net;

import io.faultline.testkit.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/**
 * One connection as a {@link ScriptedOrigin} sees it. A {@link Behaviour} drives it on the
 * connection's own thread; the test looks at what was recorded from its thread.
 */
public final class OriginConnection {

    private static final int READ_BYTES = 64 * 1024;

    private final int number;
    private final Socket socket;
    private final Recording recording = new Recording();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile byte[] preamble = new byte[0];
    private volatile Ending ending = Ending.NONE;

    OriginConnection(int number, Socket socket) {
        this.number = number;
        this.socket = socket;
    }

    // ---- What the test asks

    /** 1 for the first connection the origin accepted, and so on. */
    public int number() {
        return number;
    }

    /** Where the connection came from: the proxy's side of it, not the client. */
    public InetSocketAddress remote() {
        return new InetSocketAddress(socket.getInetAddress(), socket.getPort());
    }

    /** Bytes received so far, without the preamble. */
    public long receivedBytes() {
        return recording.total();
    }

    /** The first MiB of what was received. */
    public byte[] received() {
        return recording.first();
    }

    public String receivedText() {
        return new String(received(), StandardCharsets.ISO_8859_1);
    }

    public String receivedSha256() {
        return recording.sha256();
    }

    /** The PROXY protocol header, raw; empty unless the origin was told to expect one. */
    public byte[] preamble() {
        return preamble.clone();
    }

    /** How the other side ended. Known only once a behaviour has read or written into the end. */
    public Ending ending() {
        return ending;
    }

    public void awaitEnding(Ending wanted) {
        Eventually.value(
                "connection " + number + " to end with " + wanted, this::ending, wanted::equals);
    }

    public void awaitReceived(long bytes) {
        Eventually.value(
                "connection " + number + " to receive " + bytes + " bytes",
                this::receivedBytes,
                seen -> seen >= bytes);
    }

    public boolean isOpen() {
        return closed.getCount() > 0;
    }

    // ---- What a behaviour does

    /** Reads what is there, at most {@code buffer.length}. -1 after the peer's FIN. */
    public int read(byte[] buffer) throws IOException {
        try {
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                ending = Ending.FIN;
            } else {
                recording.add(buffer, count);
            }
            return count;
        } catch (IOException e) {
            throw noticed(e);
        }
    }

    /** Reads until the peer's FIN. */
    public void drain() throws IOException {
        var buffer = new byte[READ_BYTES];
        while (read(buffer) >= 0) {
            // Only the recording is of interest.
        }
    }

    public void write(byte[] bytes) throws IOException {
        write(bytes, bytes.length);
    }

    public void write(byte[] bytes, int length) throws IOException {
        try {
            socket.getOutputStream().write(bytes, 0, length);
        } catch (IOException e) {
            throw noticed(e);
        }
    }

    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends FIN; reading goes on. */
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Sends RST and closes: SO_LINGER 0. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        close();
    }

    /** Neither reads nor writes until this side is closed, by the test or by the origin's stop. */
    public void hold() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As the kernel does when a process closes: FIN, or RST if unread bytes are left. */
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }

    void takePreamble() throws IOException {
        preamble = ProxyHeader.read(socket.getInputStream());
    }

    private IOException noticed(IOException e) {
        if (isOpen()) {
            ending = Ending.RESET;
        }
        return e;
    }
}
