package io.faultline.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The client side. It stays up for all runs, so that it is as warm for the first proxy as for the last: each line on stdin (a {@link
 * LoadOrder}) is one run, each line on stdout its {@link LoadResult}. It ends with its stdin.
 */
public final class LoadGenerator {

    private static final int MESSAGE_BYTES = 128;

    private @Nullable Run held;
    private @Nullable LoadOrder heldFor;

    private LoadGenerator() {}

    @SuppressWarnings("SystemOut") // results are the program's output
    public static void main(String[] args) throws IOException {
        var generator = new LoadGenerator();
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(generator.answer(order));
        }
    }

    private String answer(String line) {
        try {
            var order = LoadOrder.parse(line);
            if (order.equals(heldFor)) {
                return goOn(order).line();
            }
            letGo();
            return run(order).line();
        } catch (IOException | RuntimeException e) {
            return "failed: " + e;
        }
    }

    /** The order came before as one to {@link LoadOrder#opening open} its connections. */
    private LoadResult goOn(LoadOrder order) throws IOException {
        var run = held;
        held = null;
        heldFor = null;
        if (run == null) {
            throw new IOException("nothing is held");
        }
        return run.drive(order.seconds());
    }

    private LoadResult run(LoadOrder order) throws IOException {
        var target = new InetSocketAddress(InetAddress.getLoopbackAddress(), order.port());
        int connections = order.connections();
        return switch (order.workload()) {
            case "down" -> drive(new BulkRun(target, Mode.DOWNLOAD, connections), order);
            case "up" -> drive(new BulkRun(target, Mode.UPLOAD, connections), order);
            case "ping-pong" -> drive(new PingPongRun(target, connections, MESSAGE_BYTES), order);
            case "churn" -> drive(new ChurnRun(target, connections), order);
            case "echo", "http" -> drive(paced(order, target), order);
            case "open-echo", "open-http" -> {
                heldFor = order.opened();
                held = paced(heldFor, target);
                held.begin();
                yield new LoadResult(0, 0, 0, 0, 0, 0);
            }
            case "handshake" -> new HandshakeRun(order, target).drive();
            case "idle" -> {
                held = new IdleRun(target, connections);
                yield drive(held, order);
            }
            case "rest" -> new LoadResult(0, 0, 0, 0, 0, 0);
            default -> throw new IOException("no such workload: " + order.workload());
        };
    }

    private static PacedRun paced(LoadOrder order, InetSocketAddress target) throws IOException {
        var asks = order.workload().equals("echo") ? echo() : get(order);
        return new PacedRun(target, order.connections(), order.perSecond(), asks);
    }

    private static LoadResult drive(Run run, LoadOrder order) throws IOException {
        return run.drive(order.seconds());
    }

    private void letGo() throws IOException {
        if (held != null) {
            held.closeAll();
            held = null;
            heldFor = null;
        }
    }

    private static PacedRun.Asks echo() {
        var bytes = new byte[MESSAGE_BYTES];
        Arrays.fill(bytes, Mode.ECHO.tag);
        return new PacedRun.Asks(bytes, false);
    }

    private static PacedRun.Asks get(LoadOrder order) {
        var head =
                "GET "
                        + order.path()
                        + " HTTP/1.1\r\nHost: bench.example\r\nUser-Agent: load\r\n\r\n";
        return new PacedRun.Asks(head.getBytes(StandardCharsets.US_ASCII), true);
    }
}
