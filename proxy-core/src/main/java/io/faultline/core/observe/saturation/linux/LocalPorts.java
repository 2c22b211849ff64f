package io.faultline.core.observe.saturation.linux;

/** How many source ports the kernel may give to a connection towards one address. */
final class LocalPorts {

    private static final int LAST_PORT = 65_535;

    private final KernelFile rangeFile;
    private final KernelFile reservedFile;
    private final KernelFile reuseFile;
    private long usable = KernelText.NONE;
    private long reserved = KernelText.NONE;
    private long reuse = KernelText.NONE;

    LocalPorts(KernelFiles proc) {
        rangeFile = proc.file("sys/net/ipv4/ip_local_port_range");
        reservedFile = proc.file("sys/net/ipv4/ip_local_reserved_ports");
        reuseFile = proc.file("sys/net/ipv4/tcp_tw_reuse");
    }

    void look(KernelText text) {
        usable = KernelText.NONE;
        reserved = KernelText.NONE;
        reuse = reuseFile.number(text);
        if (!rangeFile.read(text) || !text.nextLine()) {
            return;
        }
        long first = text.nextNumber();
        long last = text.nextNumber();
        if (first < 0 || last < first || last > LAST_PORT) {
            return;
        }
        reserved = reserved(text, first, last);
        usable = last - first + 1 - reserved;
    }

    /** A list as {@code 8080,9000-9010}. */
    private long reserved(KernelText text, long first, long last) {
        if (!reservedFile.read(text) || !text.nextLine()) {
            return 0;
        }
        var list = new PortList(text);
        long within = 0;
        while (list.next()) {
            long from = Math.max(first, list.from());
            long to = Math.min(last, list.to());
            within += Math.max(0, to - from + 1);
        }
        return Math.min(within, last - first); // a kernel with none at all would not be ours
    }

    /** Ports that may be given out, those that are reserved left out; or {@link KernelText#NONE}. */
    long usable() {
        return usable;
    }

    /** Ports of the range that an operator keeps back (net.ipv4.ip_local_reserved_ports). */
    long reserved() {
        return reserved;
    }

    /** Whether the port of an ended connection serves again after a second (net.ipv4.tcp_tw_reuse). */
    boolean reusesTimeWait(boolean towardsLoopback) {
        return reuse == 1 || reuse == 2 && towardsLoopback;
    }
}
