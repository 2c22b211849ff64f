package io.faultline.app.warmup;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Clients of TLS. The JDK's sockets wait, so each has a thread; two are enough to make the handshakes and
 * records of our side warm, and their own engine takes processor time from it.
 */
final class TlsVisitors {

    private static final int THREADS = 2;
    private static final int REQUESTS_OF_A_CONNECTION = 40;
    private static final int PATIENCE_MILLIS = 1_000;

    private final Stage stage;
    private final InetSocketAddress where;
    private final boolean http;
    private final SSLContext context;
    private final AtomicLong acts = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();

    TlsVisitors(Stage stage, InetSocketAddress where, boolean http) throws IOException {
        this.stage = stage;
        this.where = where;
        this.http = http;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
        } catch (GeneralSecurityException e) {
            throw new IOException("this JDK has no TLS", e);
        }
    }

    void come() {
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().daemon().name("warm-up-tls-" + i).start(this::play));
        }
    }

    /** Ends what still waits, and says how much was done. */
    long leave() {
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join(PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return acts.get();
    }

    private void play() {
        while (!stage.isOver()) {
            try (Socket socket = context.getSocketFactory().createSocket()) {
                socket.connect(where, PATIENCE_MILLIS);
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.setTcpNoDelay(true);
                converse(socket);
            } catch (IOException ended) {
                // One connection less.
            }
        }
    }

    private void converse(Socket socket) throws IOException {
        ByteBuffer request = http ? Http1Visitor.request("/short") : TcpVisitor.message();
        byte[] bytes = new byte[request.remaining()];
        request.get(bytes);
        byte[] answer = new byte[4096];
        for (int i = 0; i < REQUESTS_OF_A_CONNECTION && !stage.isOver(); i++) {
            socket.getOutputStream().write(bytes);
            InputStream in = socket.getInputStream();
            // An answer this short comes in one record.
            if (in.read(answer) < 0) {
                return;
            }
            acts.incrementAndGet();
        }
    }

    /** We talk to ourselves, and know it. */
    private static final class Anybody extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
