package io.faultline.l7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A client that asks on and on over one connection, and compares every answer with what it asked for. */
final class VerifyingClient implements Runnable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final int port;
    private final int number;
    private final Load load;
    private @Nullable Socket socket;

    private VerifyingClient(int port, int number, Load load) {
        this.port = port;
        this.number = number;
        this.load = load;
    }

    /** What an origin says: no two requests have the same answer, nor the same length of it. */
    static String answerTo(String request) {
        String path = request.split(" ", 3)[1];
        return HttpOrigin.ok(body(path));
    }

    private static String body(String path) {
        return ("this is " + path + ". ").repeat(1 + Math.floorMod(path.hashCode(), 40));
    }

    @Override
    public void run() {
        for (int i = 0; !load.stopped; i++) {
            String path = "/client-%d/request-%d".formatted(number, i);
            try {
                judge(path, ask(path));
            } catch (IOException cut) {
                letGo();
                if (!load.stopped) {
                    load.wrong.add(path + " was cut: " + cut);
                }
            }
        }
        letGo();
    }

    private void judge(String path, String answer) {
        if (answer.equals("HTTP/1.1 200 OK\n" + body(path))) {
            load.right.incrementAndGet();
        } else if (answer.startsWith("HTTP/1.1 50") && answer.contains("\nlayer: L")) {
            load.told.add(answer);
        } else {
            load.wrong.add(path + " got " + answer);
        }
    }

    /** The status line, and the body below it. */
    private String ask(String path) throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket(InetAddress.getLoopbackAddress(), port);
            open.setSoTimeout(PATIENCE_MILLIS);
            socket = open;
        }
        String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
        open.getOutputStream().write(request.getBytes(ISO_8859_1));
        InputStream in = new BufferedInputStream(open.getInputStream());
        String status = line(in);
        int length = -1;
        boolean last = false;
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring("content-length:".length()).strip());
            }
            last |= lower.equals("connection: close");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new IOException("the body ended after " + body.length + " of " + length);
        }
        if (last) {
            letGo();
        }
        return status + "\n" + new String(body, ISO_8859_1);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection ended in the head after " + line);
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    private void letGo() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // Closed is closed.
        }
        socket = null;
    }

    /** Several of them at once, and what they saw. */
    static final class Load implements AutoCloseable {
        private final AtomicLong right = new AtomicLong();
        private final Queue<String> told = new ConcurrentLinkedQueue<>();
        private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean stopped;

        static Load start(int port, int clients) {
            var load = new Load();
            for (int i = 0; i < clients; i++) {
                load.threads.add(Thread.ofVirtual().start(new VerifyingClient(port, i, load)));
            }
            return load;
        }

        long right() {
            return right.get();
        }

        /** Answers of the proxy itself, in place of an endpoint's. */
        List<String> told() {
            return List.copyOf(told);
        }

        List<String> wrong() {
            return List.copyOf(wrong);
        }

        void stop() throws InterruptedException {
            stopped = true;
            for (Thread thread : threads) {
                thread.join();
            }
        }

        @Override
        public void close() {
            stopped = true;
        }
    }
}
