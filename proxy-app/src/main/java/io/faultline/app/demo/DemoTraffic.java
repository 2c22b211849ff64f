package io.faultline.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Drives connections through the demo's listeners, several at once, some as lines and some as HTTP. */
final class DemoTraffic {

    static final int AT_ONCE = 16;

    private static final int CLIENTS = 8;
    private static final int OF_ONE_CLIENT = 3;

    private final List<InetAddress> clients = clientsOfThisMachine();

    /** One address per client, so that balancing by client has something to tell apart. */
    List<InetAddress> clients() {
        return clients;
    }

    /** Connects to the ports in turn and returns when the last answer is in. */
    Tally round(int connections, List<Integer> ports) {
        var tally = new Tally();
        var atOnce = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < connections; i++) {
                int port = ports.get(i % ports.size());
                var client =
                        new DemoClient(
                                clients.get(i % clients.size()),
                                i / ports.size() % 2 == 0
                                        ? DemoClient.Speech.LINE
                                        : DemoClient.Speech.HTTP);
                atOnce.acquireUninterruptibly();
                threads.execute(
                        () -> {
                            try {
                                ask(client, port, tally);
                            } finally {
                                atOnce.release();
                            }
                        });
            }
        }
        return tally;
    }

    /** A few connections of one client, one after the other. */
    Tally oneClient(InetAddress client, int port) {
        var tally = new Tally();
        for (DemoClient.Speech speech : DemoClient.Speech.values()) {
            for (int i = 0; i < OF_ONE_CLIENT; i++) {
                ask(new DemoClient(client, speech), port, tally);
            }
        }
        return tally;
    }

    private static void ask(DemoClient client, int port, Tally tally) {
        try {
            tally.answeredBy(client.ask(port));
        } catch (IOException e) {
            tally.notServed("to port " + port + ": " + e.getMessage());
        }
    }

    /** Linux answers on all of 127.0.0.0/8; elsewhere there is one client. */
    private static List<InetAddress> clientsOfThisMachine() {
        List<InetAddress> found = new ArrayList<>();
        for (byte last = 1; last <= CLIENTS; last++) {
            try (var probe = new Socket()) {
                var address = InetAddress.getByAddress(new byte[] {127, 0, 0, last});
                probe.bind(new InetSocketAddress(address, 0));
                found.add(address);
            } catch (IOException e) {
                break;
            }
        }
        return found.isEmpty() ? List.of(InetAddress.getLoopbackAddress()) : found;
    }
}
