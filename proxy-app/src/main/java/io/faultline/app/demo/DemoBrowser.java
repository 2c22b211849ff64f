package io.faultline.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Asks the HTTPS listener for pages, several at once, and checks who answered. */
final class DemoBrowser {

    /** A page, and the upstream that has it. */
    private record Page(String path, String upstream) {}

    private static final List<Page> PAGES =
            List.of(
                    new Page("/checkout/7", "payments"),
                    new Page("/img/logo.png", "static"),
                    new Page("/", "shop"));
    private static final Pattern ANSWER = Pattern.compile("hello from (\\w+) of (\\w+): .*");
    private static final int PATIENCE_MILLIS = 10_000;

    private final SSLContext trust;
    private final int port;

    DemoBrowser(SSLContext trust, int port) {
        this.trust = trust;
        this.port = port;
    }

    /**
     * One request per connection, in turn for each page.
     *
     * @param halfway happens while requests are under way
     */
    Tally round(int requests, Runnable halfway) {
        var tally = new Tally();
        var atOnce = new Semaphore(DemoTraffic.AT_ONCE);
        var ended = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < requests; i++) {
                Page page = PAGES.get(i % PAGES.size());
                atOnce.acquireUninterruptibly();
                threads.execute(
                        () -> {
                            ask(page, tally);
                            atOnce.release();
                            if (ended.incrementAndGet() == requests / 2) {
                                halfway.run();
                            }
                        });
            }
        }
        return tally;
    }

    private void ask(Page page, Tally tally) {
        try {
            String first = get(page.path());
            Matcher answer = ANSWER.matcher(first);
            if (!answer.matches()) {
                tally.notServed(page.path() + ": " + first);
            } else if (!answer.group(2).equals(page.upstream())) {
                tally.notServed(page.path() + " went to " + answer.group(2));
            } else {
                tally.answeredBy(page.upstream());
            }
        } catch (IOException e) {
            tally.notServed(page.path() + ": " + e.getMessage());
        }
    }

    /** The first line of the body, or the status line if that is not 200. */
    private String get(String path) throws IOException {
        try (var socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(PATIENCE_MILLIS);
            String request =
                    "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n"
                            .formatted(path, port);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String status = in.readLine();
            if (status == null || !status.startsWith("HTTP/1.1 200 ")) {
                return String.valueOf(status);
            }
            String line = in.readLine();
            while (line != null && !line.isEmpty()) {
                line = in.readLine();
            }
            return String.valueOf(in.readLine());
        }
    }
}
