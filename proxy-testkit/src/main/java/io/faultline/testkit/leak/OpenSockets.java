package io.faultline.testkit.leak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sockets and pipes this process holds, as Linux lists them: what {@code ss} would print for each.
 * Elsewhere the answer is empty. Local sockets without an address are the JDK's own and left out.
 */
final class OpenSockets {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final List<String> STATES =
            List.of(
                    "?",
                    "ESTABLISHED",
                    "SYN_SENT",
                    "SYN_RECV",
                    "FIN_WAIT1",
                    "FIN_WAIT2",
                    "TIME_WAIT",
                    "CLOSE",
                    "CLOSE_WAIT",
                    "LAST_ACK",
                    "LISTEN",
                    "CLOSING");

    private OpenSockets() {}

    /** Kernel name (such as {@code socket:[4711]}) to description. */
    static Map<String, String> now() {
        var found = new TreeMap<String, String>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return found;
        }
        var tables = tables();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(DESCRIPTORS)) {
            for (var entry : entries) {
                String name = nameOf(entry);
                String description = tables.getOrDefault(name, "bound or fresh, not connected");
                boolean ofInterest = name.startsWith("socket:") || name.startsWith("pipe:");
                if (ofInterest && !description.equals("unix")) {
                    found.put(name, name + " " + (name.startsWith("pipe:") ? "" : description));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + DESCRIPTORS, e);
        }
        return found;
    }

    private static String nameOf(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static Map<String, String> tables() {
        var byName = new HashMap<String, String>();
        for (var protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
            for (var line : lines(Path.of("/proc/self/net", protocol))) {
                var column = line.strip().split("\\s+");
                if (column.length > 9 && !column[0].equals("sl")) {
                    byName.put("socket:[" + column[9] + "]", describe(protocol, column));
                }
            }
        }
        for (var line : lines(Path.of("/proc/self/net/unix"))) {
            var column = line.strip().split("\\s+");
            if (column.length > 6) {
                byName.put("socket:[" + column[6] + "]", "unix");
            }
        }
        return byName;
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException absent) {
            return List.of();
        }
    }

    private static String describe(String protocol, String[] column) {
        int state = Integer.parseInt(column[3], 16);
        return "%s %s -> %s %s"
                .formatted(
                        protocol,
                        address(column[1]),
                        address(column[2]),
                        state < STATES.size() ? STATES.get(state) : "?");
    }

    /** The kernel prints addresses as 32-bit words in the machine's order: little-endian here. */
    private static String address(String hex) {
        int colon = hex.indexOf(':');
        byte[] words = HexFormat.of().parseHex(hex.substring(0, colon));
        var bytes = new byte[words.length];
        for (int i = 0; i < words.length; i++) {
            bytes[i] = words[i / 4 * 4 + 3 - i % 4];
        }
        int port = Integer.parseInt(hex.substring(colon + 1), 16);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + ":" + port;
        } catch (UnknownHostException impossible) {
            return hex;
        }
    }
}
