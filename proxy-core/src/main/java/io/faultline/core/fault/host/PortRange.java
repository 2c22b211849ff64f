package io.faultline.core.fault.host;

import java.nio.file.Path;

/**
 * The source ports the kernel gives to outgoing connections. Each serves once per destination and
 * source address.
 *
 * @param first -1 when the system does not tell
 */
public record PortRange(int first, int last) {

    public static final PortRange UNKNOWN = new PortRange(-1, -1);

    static PortRange read(Path proc) {
        String text = ProcFile.read(proc.resolve("sys/net/ipv4/ip_local_port_range"));
        String[] ends = text == null ? new String[0] : text.strip().split("\\s+");
        try {
            return ends.length == 2
                    ? new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]))
                    : UNKNOWN;
        } catch (NumberFormatException notARange) {
            return UNKNOWN;
        }
    }

    public boolean isKnown() {
        return first >= 0;
    }

    public int size() {
        return isKnown() ? last - first + 1 : -1;
    }

    boolean contains(int port) {
        return port >= first && port <= last;
    }

    /** {@code 32768-60999}, or {@code unknown}. */
    @Override
    public String toString() {
        return isKnown() ? first + "-" + last : "unknown";
    }
}
