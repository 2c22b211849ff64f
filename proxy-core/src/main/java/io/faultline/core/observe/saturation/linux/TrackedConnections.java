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

    /** A connect that was dropped is given up some seconds later, and then asks. */
    private static final double LATELY_SECONDS = 10;

    private final KernelFile count;
    private final KernelFile most;
    private final KernelFile statistics;
    private long drops = KernelText.NONE;
    private double droppedAtSeconds = Double.NEGATIVE_INFINITY;
    private boolean droppedLately;

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
        noteDrops(look.total(EventKind.CONNTRACK_DROPS), look.seconds());
    }

    private void noteDrops(long total, double now) {
        if (drops >= 0 && total > drops) {
            droppedAtSeconds = now;
        }
        drops = total;
        droppedLately = now - droppedAtSeconds <= LATELY_SECONDS;
    }

    /** As of the last look. */
    boolean hasDroppedLately() {
        return droppedLately;
    }
}
