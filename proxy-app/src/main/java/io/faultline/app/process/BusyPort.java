package io.faultline.app.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A port that nobody listens on and that still cannot be bound: a connection of this machine has it as
 * its own port. The kernel hands out such ports from a range, and remembers a closed connection for a
 * minute (TIME_WAIT).
 */
final class BusyPort {

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
    private static final String CLOSED = "TIME_WAIT";

    private BusyPort() {}

    /** The second half of a sentence; empty when somebody listens, or no connection is seen. */
    static Optional<String> of(int port) {
        return of(port, Path.of("/proc"));
    }

    static Optional<String> of(int port, Path proc) {
        List<SocketTable.Row> rows = SocketTable.onPort(port, proc);
        if (rows.isEmpty() || rows.stream().anyMatch(SocketTable.Row::isListening)) {
            return Optional.empty();
        }
        // An open one tells more than a closed one: waiting a minute does not end it.
        String state =
                rows.stream()
                        .map(SocketTable.Row::stateName)
                        .filter(name -> !name.equals(CLOSED))
                        .findFirst()
                        .orElse(CLOSED);
        String wait = state.equals(CLOSED) ? "Wait a minute" : "Wait until it has ended";
        return Optional.of(
                "nobody listens there, but a connection of this machine has it as its own port, in state %s. %s%s"
                        .formatted(state, wait, instead(port, proc)));
    }

    private static String instead(int port, Path proc) {
        Path file = proc.resolve("sys/net/ipv4/ip_local_port_range");
        String[] ends = BLANKS.split(String.join(" ", SocketTable.linesOf(file)).strip());
        boolean known = ends.length == 2 && NUMBER.matcher(ends[0]).matches();
        if (!known || !NUMBER.matcher(ends[1]).matches()) {
            return " (see 'ss -tanp')";
        }
        boolean handedOut = port >= Integer.parseInt(ends[0]) && port <= Integer.parseInt(ends[1]);
        return handedOut
                ? ", choose a port outside of %s-%s, from which outgoing connections get theirs, or reserve it: 'sysctl -w net.ipv4.ip_local_reserved_ports=%d'"
                        .formatted(ends[0], ends[1], port)
                : " (see 'ss -tanp')";
    }
}
