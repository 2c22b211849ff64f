package io.faultline.l7.downstream;

import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.frame.FrameReader;
import io.faultline.l7.http2.frame.FrameType;
import io.faultline.l7.http2.frame.Settings;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets plain clients reach a wire that is a stream of HTTP/2: each gets a connection with one stream of its own, FIN becomes END_STREAM
 * and back, RST becomes RST_STREAM and back. It keeps to the windows, and opens ours as the client takes bytes.
 */
final class StreamBridge implements AutoCloseable {

    private static final int STREAM = 1;
    private static final int PIECE = 16 * 1024;

    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    StreamBridge(int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
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
            var framed = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(framed);
            framed.setTcpNoDelay(true);
            plain.setTcpNoDelay(true);
            var one = new One(plain, framed);
            one.begin();
            Thread.ofVirtual().start(one::down);
            one.up();
        } catch (IOException refused) {
            reset(plain);
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

    /** One client and its stream. */
    private static final class One {

        private final Socket plain;
        private final Socket framed;
        private int streamWindow = Settings.DEFAULT_WINDOW;
        private int connectionWindow = Settings.DEFAULT_WINDOW;

        One(Socket plain, Socket framed) {
            this.plain = plain;
            this.framed = framed;
        }

        void begin() throws IOException {
            synchronized (this) {
                framed.getOutputStream().write(FrameReader.preface());
            }
            send(FrameType.SETTINGS, 0, 0);
            byte[] get = {(byte) 0x82, (byte) 0x86, (byte) 0x84}; // of the static table
            send(FrameType.HEADERS, FrameType.END_HEADERS, STREAM, get);
        }

        private synchronized void send(int type, int flags, int stream, byte... payload)
                throws IOException {
            byte[] frame =
                    ByteBuffer.allocate(FrameType.HEADER_BYTES + payload.length)
                            .putInt(payload.length << 8 | type)
                            .put((byte) flags)
                            .putInt(stream)
                            .put(payload)
                            .array();
            framed.getOutputStream().write(frame);
        }

        private void sendInt(int type, int stream, int number) throws IOException {
            send(type, 0, stream, ByteBuffer.allocate(4).putInt(number).array());
        }

        // ---- from the client

        void up() {
            try {
                InputStream in = plain.getInputStream();
                var buffer = new byte[PIECE];
                for (int count; (count = in.read(buffer)) >= 0; ) {
                    for (int at = 0; at < count; ) {
                        int part = part(count - at);
                        send(FrameType.DATA, 0, STREAM, Arrays.copyOfRange(buffer, at, at + part));
                        at += part;
                    }
                }
                send(FrameType.DATA, FrameType.END_STREAM, STREAM);
            } catch (IOException broken) {
                resetStream();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized int part(int wanted) throws InterruptedException {
            while (streamWindow <= 0 || connectionWindow <= 0) {
                wait();
            }
            int part = Math.min(wanted, Math.min(streamWindow, connectionWindow));
            streamWindow -= part;
            connectionWindow -= part;
            return part;
        }

        private synchronized void opened(int stream, int bytes) {
            if (stream == 0) {
                connectionWindow += bytes;
            } else {
                streamWindow += bytes;
            }
            notifyAll();
        }

        private void resetStream() {
            try {
                sendInt(FrameType.RST_STREAM, STREAM, ErrorCode.CANCEL.code());
            } catch (IOException gone) {
                // It knows already.
            }
        }

        // ---- to the client

        void down() {
            try {
                var in = new DataInputStream(framed.getInputStream());
                while (true) {
                    int lengthAndType = in.readInt();
                    int flags = in.readUnsignedByte();
                    int stream = in.readInt();
                    var payload = new byte[lengthAndType >>> 8];
                    in.readFully(payload);
                    take(lengthAndType & 0xff, flags, stream, payload);
                }
            } catch (IOException ended) {
                reset(plain);
            }
        }

        private void take(int type, int flags, int stream, byte[] payload) throws IOException {
            switch (type) {
                case FrameType.SETTINGS -> {
                    if ((flags & FrameType.ACK) == 0) {
                        send(FrameType.SETTINGS, FrameType.ACK, 0);
                    }
                }
                case FrameType.WINDOW_UPDATE -> opened(stream, ByteBuffer.wrap(payload).getInt());
                case FrameType.DATA -> {
                    if (payload.length > 0) {
                        write(payload);
                    }
                    if ((flags & FrameType.END_STREAM) != 0) {
                        plain.shutdownOutput();
                    }
                }
                case FrameType.RST_STREAM -> {
                    if (ByteBuffer.wrap(payload).getInt() != ErrorCode.NO_ERROR.code()) {
                        reset(plain);
                    }
                }
                default -> {} // nothing that a client of bytes could be told
            }
        }

        private void write(byte[] payload) throws IOException {
            try {
                plain.getOutputStream().write(payload);
                sendInt(FrameType.WINDOW_UPDATE, STREAM, payload.length);
                sendInt(FrameType.WINDOW_UPDATE, 0, payload.length);
            } catch (SocketException gone) {
                resetStream();
            }
        }
    }
}
