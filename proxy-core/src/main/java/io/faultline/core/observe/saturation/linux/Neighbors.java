package io.faultline.core.observe.saturation.linux;

import io.faultline.core.observe.saturation.EventKind;
import io.faultline.core.observe.saturation.Look;
import io.faultline.core.observe.saturation.ResourceKind;

/**
 * The neighbour tables, of which a host has one for IPv4 and one for IPv6, whatever its namespaces. Their
 * statistics are a few lines, however many neighbours there are.
 */
final class Neighbors {

    private static final int FAILED_COLUMN = 7;
    private static final int FULL_COLUMN = 13;

    private final String family;
    private final KernelFile statistics;
    private final KernelFile most;

    Neighbors(KernelFiles proc, String family, String cache, String sysctl) {
        this.family = family;
        statistics = proc.file("self/net/stat/" + cache);
        most = proc.file("sys/net/" + sysctl + "/neigh/default/gc_thresh3");
    }

    /** A line per CPU in hex. The first column is the whole table's and the same in all of them. */
    void look(KernelText text, Look look) {
        long limit = most.number(text);
        if (!statistics.read(text)) {
            look.unknown(
                    ResourceKind.NEIGHBORS, family, "only the host's own network namespace tells");
            return;
        }
        text.nextLine(); // the headings
        long entries = KernelText.NONE;
        while (text.nextLine()) {
            if (text.nextWord() && text.hex() >= 0) {
                entries = text.hex();
                text.skipTo(FAILED_COLUMN - 1);
                look.happened(EventKind.NEIGHBORS_FAILED, text.hex());
                if (text.skipTo(FULL_COLUMN - FAILED_COLUMN)) { // older kernels have less columns
                    look.happened(EventKind.NEIGHBOR_TABLE_FULL, text.hex());
                }
            }
        }
        look.found(ResourceKind.NEIGHBORS, family, entries, limit);
    }
}
