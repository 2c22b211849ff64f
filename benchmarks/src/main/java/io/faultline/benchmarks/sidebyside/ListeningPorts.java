package io.faultline.benchmarks.sidebyside;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Who listens where, read from the kernel: a probe connection would stand in a proxy's counters. */
final class ListeningPorts {

    private static final String LISTEN = "0A";

    private ListeningPorts() {}

    static boolean contains(int port) throws IOException {
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

    /** A port that was free a moment ago: HAProxy and nginx cannot be asked which one they took. */
    static int free() throws IOException {
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return probe.getLocalPort();
        }
    }
}
