package io.faultline.benchmarks.proc;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Who listens where, read from the kernel: a probe connection would stand in a proxy's counters. */
public final class ListeningPorts {

    private static final String LISTEN = "0A";
    private static final int FIRST = 12_000;
    private static final int LAST = 32_000;
    private static final int TRIES = 100;

    private ListeningPorts() {}

    public static boolean contains(int port) throws IOException {
        String wanted = String.format(Locale.ROOT, ":%04X", port);
        for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            if (!Files.exists(Path.of(table))) {
                continue;
            }
            for (var line : Files.readAllLines(Path.of(table))) {
                var column = line.strip().split("\\s+");
                if (column.length > 3 && column[3].equals(LISTEN) && column[1].endsWith(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * A port that was free a moment ago: HAProxy and nginx cannot be asked which one they took. Below those that the kernel gives to outgoing
     * connections, or a load that is under way could take it meanwhile.
     */
    public static int free() throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (var probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (BindException taken) {
                // The next one, then.
            }
        }
        throw new IOException("no free port between " + FIRST + " and " + LAST);
    }
}
