package io.faultline.core.observe.saturation.linux;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.observe.saturation.Look;
import io.faultline.core.observe.saturation.ResourceKind;
import io.faultline.core.wire.Destination;
import io.faultline.core.wire.Destinations;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How many source ports are taken towards each address. An open connection holds one, and one that ended
 * may hold it for another minute.
 *
 * <p>The kernel could be asked (a list of all sockets, or netlink, which walks the same table), but it
 * takes longest exactly when ports run out. Our workers count what they open and close: what is open is
 * exact, and of what was closed within a minute at most as much lingers as the kernel has in TIME-WAIT
 * altogether. Connections of other programs to the same address are not seen; a fault of L4.PORTS_EXHAUSTED
 * makes the host's list be read.
 */
final class SourcePorts {

    private static final int SHOWN = 8;
    private static final int TIME_WAIT_SECONDS =
            60; // TCP_TIMEWAIT_LEN of the kernel, not to be set

    private final Supplier<? extends Collection<Destinations>> workers;
    private Map<PeerAddress, PortTally> tallies = Map.of();
    private volatile Map<PeerAddress, Long> lingering = Map.of();

    /** @param workers where the connections of each worker lead; read on any thread */
    SourcePorts(Supplier<? extends Collection<Destinations>> workers) {
        this.workers = workers;
    }

    void look(Look look, LocalPorts ports, long timeWaits) {
        tallies = count(look.seconds());
        long closed = tallies.values().stream().mapToLong(PortTally::closedLately).sum();
        double share = timeWaits < 0 || closed <= timeWaits ? 1 : timeWaits / (double) closed;
        var waiting = new HashMap<PeerAddress, Long>();
        for (PortTally each : tallies.values()) {
            boolean free =
                    ports.reusesTimeWait(
                            each.address().toInetSocketAddress().getAddress().isLoopbackAddress());
            waiting.put(each.address(), free ? 0 : Math.round(each.closedLately() * share));
        }
        lingering = Map.copyOf(waiting);
        if (ports.usable() < 0) {
            look.unknown(
                    ResourceKind.SOURCE_PORTS,
                    "endpoints",
                    "this system does not tell its port range");
            return;
        }
        fullest().forEach(each -> found(each, look, ports.usable()));
    }

    private Map<PeerAddress, PortTally> count(double now) {
        var counted = new HashMap<PeerAddress, PortTally>();
        for (Destinations worker : workers.get()) {
            for (Destination each : worker.all()) {
                PortTally tally =
                        counted.computeIfAbsent(
                                each.address(),
                                address -> tallies.getOrDefault(address, new PortTally(address)));
                tally.add(each.open(), each.closes());
            }
        }
        counted.values().forEach(each -> each.counted(now, TIME_WAIT_SECONDS));
        return counted;
    }

    private List<PortTally> fullest() {
        return tallies.values().stream()
                .filter(each -> used(each) > 0)
                .sorted(Comparator.comparingLong(this::used).reversed())
                .limit(SHOWN)
                .toList();
    }

    private void found(PortTally tally, Look look, long usable) {
        long waiting = lingering.getOrDefault(tally.address(), 0L);
        String note =
                waiting == 0 ? "" : String.format(Locale.ROOT, "about %,d in TIME-WAIT", waiting);
        String towards = tally.address().toString();
        look.found(ResourceKind.SOURCE_PORTS, towards, used(tally), usable, note);
    }

    private long used(PortTally tally) {
        return tally.open() + lingering.getOrDefault(tally.address(), 0L);
    }

    /** How many are taken towards this address now. On any thread. */
    long usedTowards(PeerAddress address) {
        long used = lingering.getOrDefault(address, 0L);
        for (Destinations worker : workers.get()) {
            used += worker.openTowards(address);
        }
        return used;
    }
}
