package io.faultline.core.fault.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.faultline.core.address.PeerAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How many source ports of the range are taken towards one destination, TIME-WAIT included. Counted
 * only when asked for: the kernel lists every socket of the host.
 *
 * @param used -1 when the system does not tell
 */
public record PortUse(PeerAddress destination, long used) {

    /** Beyond it the count ends: it proves exhaustion as well as the whole would. */
    private static final int MAX_SOCKETS = 200_000;

    private static final long UNTOLD = -1;

    /** Reads the lists of the whole host: not on a worker. */
    public static PortUse count(Path proc, PeerAddress destination, PortRange range) {
        String port = ":" + String.format(Locale.ROOT, "%04X", destination.port());
        String v6 = v6Hex(destination) + port;
        long used = count(proc.resolve("net/tcp6"), v6, range);
        if (destination.isV4()) {
            var v4 = KernelHex.append(new StringBuilder(), (int) destination.low());
            long usedV4 = count(proc.resolve("net/tcp"), v4 + port, range);
            // A socket of either family reaches an IPv4 address; a host without IPv6 has no tcp6.
            used = usedV4 == UNTOLD ? UNTOLD : usedV4 + Math.max(used, 0);
        }
        return new PortUse(destination, used);
    }

    private static String v6Hex(PeerAddress address) {
        var text = new StringBuilder();
        KernelHex.append(text, (int) (address.high() >>> 32));
        KernelHex.append(text, (int) address.high());
        KernelHex.append(text, (int) (address.low() >>> 32));
        return KernelHex.append(text, (int) address.low()).toString();
    }

    private static long count(Path list, String remote, PortRange range) {
        try (BufferedReader lines = Files.newBufferedReader(list, ISO_8859_1)) {
            long used = 0;
            String line = lines.readLine(); // the heading
            for (int i = 0; line != null && i < MAX_SOCKETS; i++) {
                line = lines.readLine();
                if (line != null && line.contains(remote) && takesPort(line, remote, range)) {
                    used++;
                }
            }
            return used;
        } catch (IOException | NumberFormatException notHere) {
            return UNTOLD;
        }
    }

    /** Columns: number, local address, remote address, state, and more. */
    private static boolean takesPort(String line, String remote, PortRange range) {
        String[] columns = line.strip().split("\\s+");
        if (columns.length < 4 || !columns[2].equals(remote)) {
            return false;
        }
        String local = columns[1];
        return range.contains(Integer.parseInt(local.substring(local.lastIndexOf(':') + 1), 16));
    }

    public boolean isKnown() {
        return used != UNTOLD;
    }
}
