package io.faultline.core.observe.saturation.linux;

import io.faultline.core.observe.saturation.EventKind;
import io.faultline.core.observe.saturation.Look;
import io.faultline.core.observe.saturation.ResourceKind;

/**
 * The connection tracking table. Its level breathes; what it dropped, a line per CPU in hex, does not go
 * away, and proves that it was full at a moment when nobody looked.
 */
final class TrackedConnections {

    private static final int DROPPED_COLUMN = 11;
    private static final int EARLY_COLUMN = 12;

    private final KernelFile count;
    private final KernelFile most;
    private final KernelFile statistics;
    private final GrewLately drops = new GrewLately();

    TrackedConnections(KernelFiles proc) {
        count = proc.file("sys/net/netfilter/nf_conntrack_count");
        most = proc.file("sys/net/netfilter/nf_conntrack_max");
        statistics = proc.file("self/net/stat/nf_conntrack");
    }

    void look(KernelText text, Look look) {
        long limit = most.number(text);
        if (limit < 0) {
            look.unknown(ResourceKind.CONNTRACK, "", "this host does not track connections");
            return;
        }
        look.found(ResourceKind.CONNTRACK, "", count.number(text), limit);
        statistics.read(text);
        text.nextLine(); // the headings
        while (text.nextLine()) {
            if (text.skipTo(DROPPED_COLUMN)) {
                look.happened(EventKind.CONNTRACK_DROPS, text.hex());
                text.skipTo(EARLY_COLUMN - DROPPED_COLUMN);
                look.happened(EventKind.CONNTRACK_EARLY_DROPS, text.hex());
            }
        }
        drops.look(look.total(EventKind.CONNTRACK_DROPS), look.seconds());
    }

    /** As of the last look. */
    boolean hasDroppedLately() {
        return drops.isSo();
    }
}
