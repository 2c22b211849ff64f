package io.faultline.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * The client side. It stays up for all runs, so that it is as warm for the first proxy as for the
 * last: each line on stdin ({@code WORKLOAD PORT CONNECTIONS SECONDS}) is one run, each line on
 * stdout its {@link LoadResult}. It ends with its stdin.
 */
public final class LoadGenerator {

    private static final int MESSAGE_BYTES = 128;

    private LoadGenerator() {}

    @SuppressWarnings("SystemOut") // results are the program's output
    public static void main(String[] args) throws IOException {
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var order = orders.readLine(); order != null; order = orders.readLine()) {
            System.out.println(answer(order));
        }
    }

    private static String answer(String order) {
        var part = order.split(" ");
        int port = Integer.parseInt(part[1]);
        try {
            var target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return run(part[0], target, Integer.parseInt(part[2]))
                    .drive(Double.parseDouble(part[3]))
                    .line();
        } catch (IOException e) {
            return "failed: " + e;
        }
    }

    private static Run run(String workload, InetSocketAddress target, int connections)
            throws IOException {
        return switch (workload) {
            case "down" -> new BulkRun(target, Mode.DOWNLOAD, connections);
            case "up" -> new BulkRun(target, Mode.UPLOAD, connections);
            case "ping-pong" -> new PingPongRun(target, connections, MESSAGE_BYTES);
            case "churn" -> new ChurnRun(target, connections);
            default -> throw new IOException("no such workload: " + workload);
        };
    }
}
