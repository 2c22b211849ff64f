package io.faultline.core.observe.saturation.linux;

import io.faultline.core.observe.saturation.Look;
import io.faultline.core.observe.saturation.ResourceKind;

/**
 * What sockets hold of the kernel's memory, from /proc/net/sockstat. Also how many ended connections of
 * this network namespace still keep their port (TIME-WAIT).
 */
final class SocketMemory {

    private static final long PAGE_BYTES = 4_096; // of x86_64, and of the aarch64 kernels we know
    private static final int THIRD = 3;

    private final KernelFile sockets;
    private final KernelFile tcpLimits;
    private final KernelFile fragmentLimit;
    private long timeWaits = KernelText.NONE;

    SocketMemory(KernelFiles proc) {
        sockets = proc.file("self/net/sockstat");
        tcpLimits = proc.file("sys/net/ipv4/tcp_mem");
        fragmentLimit = proc.file("sys/net/ipv4/ipfrag_high_thresh");
    }

    /** Lines as {@code TCP: inuse 1 orphan 0 tw 6 alloc 1 mem 0}: names and numbers in turn. */
    void look(KernelText text, Look look) {
        long fragmentMost = fragmentLimit.number(text);
        long tcpMost = KernelText.NONE;
        if (tcpLimits.read(text) && text.nextLine() && text.skipTo(THIRD)) {
            tcpMost = text.number();
        }
        long tcpPages = KernelText.NONE;
        long fragments = KernelText.NONE;
        timeWaits = KernelText.NONE;
        sockets.read(text);
        while (text.nextLine()) {
            text.nextWord();
            boolean tcp = text.wordIs("TCP:");
            boolean frag = text.wordIs("FRAG:");
            while ((tcp || frag) && text.nextWord()) {
                if (tcp && text.wordIs("tw")) {
                    timeWaits = text.nextNumber();
                } else if (tcp && text.wordIs("mem")) {
                    tcpPages = text.nextNumber();
                } else if (frag && text.wordIs("memory")) {
                    fragments = text.nextNumber();
                }
            }
        }
        look.found(
                ResourceKind.TCP_MEMORY,
                "",
                (double) tcpPages * PAGE_BYTES,
                (double) tcpMost * PAGE_BYTES);
        look.found(ResourceKind.FRAGMENTS, "", fragments, fragmentMost);
    }

    /** As of the last look, or {@link KernelText#NONE}. */
    long timeWaits() {
        return timeWaits;
    }
}
