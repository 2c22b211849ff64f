package io.faultline.core.observe.saturation;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.wire.AcceptQueue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that clients were dropped because one listener's accept queue was full: L4.LISTEN_OVERFLOW.
 *
 * <p>Two counters have to agree. The host's ListenOverflows says that some queue was full, perhaps another
 * program's; the drops of our own sockets say that it was ours, but they also count what was dropped for
 * other reasons. The host's is read a moment before ours, so its growth counts for this look and the next.
 */
public final class OverflowDetector {

    private final int configured;
    private final String origin;
    private long drops;
    private boolean unexplained;
    private long host = EventCount.UNTOLD;
    private long hostBefore = EventCount.UNTOLD;

    /**
     * @param configured the backlog that was asked for
     * @param origin the file and line that set it
     */
    public OverflowDetector(int configured, String origin) {
        this.configured = configured;
        this.origin = origin;
    }

    /**
     * @param queues of the listener's sockets, one per worker, as far as they are known
     * @param overflows of the whole host, or {@link EventCount#UNTOLD}
     * @param lagNanos how late the workers were at worst
     */
    public @Nullable Fault look(List<AcceptQueue> queues, long overflows, long lagNanos) {
        boolean agrees = overflows < 0 || hostBefore >= 0 && overflows > hostBefore;
        hostBefore = host < 0 ? overflows : host;
        host = overflows;
        long now = queues.stream().mapToLong(AcceptQueue::dropped).filter(each -> each > 0).sum();
        long before = drops;
        if (now > before && !agrees && !unexplained) {
            unexplained = true; // at the next look the host's counter may have followed
            return null;
        }
        unexplained = false;
        drops = Math.max(now, before);
        return now > before && agrees ? fault(queues, now - before, lagNanos) : null;
    }

    private Fault fault(List<AcceptQueue> queues, long dropped, long lagNanos) {
        int room = queues.stream().mapToInt(AcceptQueue::room).max().orElse(0);
        int waiting = queues.stream().mapToInt(AcceptQueue::waiting).max().orElse(0);
        Fault fault =
                Fault.of(TransportFault.LISTEN_OVERFLOW, Side.PROXY, Stage.ACCEPT)
                        .with("dropped", Long.toString(dropped))
                        .with("waiting", Integer.toString(waiting))
                        .with("backlog", Integer.toString(room))
                        .with("worker_late", String.format(Locale.ROOT, "%.1fms", lagNanos / 1e6));
        fault =
                room < configured
                        ? fault.with("configured", configured + " (" + origin + ")")
                                .with("capped_by", "net.core.somaxconn")
                        : fault.with("at", origin);
        return fault.with(
                "suspected",
                "the host's ListenOverflows and the drops of this socket grew together");
    }
}
