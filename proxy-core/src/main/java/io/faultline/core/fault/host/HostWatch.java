package io.faultline.core.fault.host;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at /proc once a second, so that a worker which meets a fault finds the evidence ready and never
 * reads a file itself.
 *
 * <p>A second is soon enough: an unanswered ARP is in the table for three before the kernel gives up on
 * the connect.
 */
public final class HostWatch {

    private static final int LOOKS_BETWEEN_COUNTS = 10;

    private final Path proc;
    private final @Nullable NeighborsV6 neighborsV6;
    private volatile HostView view = HostView.UNKNOWN;
    private volatile HostFacts facts = HostFacts.UNKNOWN;
    private volatile @Nullable PeerAddress outOfPortsTowards;
    private @Nullable PortUse portUse;
    private int looksSinceCount = LOOKS_BETWEEN_COUNTS;

    public HostWatch() {
        this(Path.of("/proc"), NeighborsV6.ofThisHost());
    }

    /** As if {@code proc} were /proc; what no file tells is unknown. */
    public HostWatch(Path proc) {
        this(proc, null);
    }

    private HostWatch(Path proc, @Nullable NeighborsV6 neighborsV6) {
        this.proc = proc;
        this.neighborsV6 = neighborsV6;
    }

    /** Looks at once and then each second, until the future is cancelled. */
    public ScheduledFuture<?> start(ScheduledExecutorService control) {
        return control.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
    }

    /** Reads files: never on a worker that serves clients. */
    public void look() {
        PortRange ports = PortRange.read(proc);
        countPorts(ports);
        view =
                new HostView(
                        Conntrack.read(proc),
                        NeighborTable.read(proc)
                                .with(neighborsV6 == null ? null : neighborsV6.read()),
                        RouteTable.read(proc),
                        ports,
                        portUse);
    }

    /** What the last look saw. */
    public HostView view() {
        return view;
    }

    /** The fault in the light of the last look. On any thread; reads memory only. */
    public Fault refine(Fault fault, PeerAddress towards) {
        if (fault.code() == TransportFault.PORTS_EXHAUSTED) {
            outOfPortsTowards = towards; // the next look counts, and later faults carry the number
        }
        HostFacts known = facts;
        return known.prove(view.refine(fault, towards, known.conntrackDropped()), towards);
    }

    /** The same for a fault that has no destination: nobody could be accepted. */
    public Fault proveAccept(Fault fault) {
        return facts.proveFiles(fault);
    }

    /** What is known from now on of the limits of this host, by whoever watches over them. */
    public void facts(HostFacts known) {
        facts = known;
    }

    /** Seldom: the list of all sockets of a busy host is long. An old number proves nothing. */
    private void countPorts(PortRange ports) {
        looksSinceCount++;
        if (looksSinceCount <= LOOKS_BETWEEN_COUNTS) {
            return;
        }
        PeerAddress towards = outOfPortsTowards;
        outOfPortsTowards = null;
        portUse = towards == null ? null : PortUse.count(proc, towards, ports);
        looksSinceCount = towards == null ? looksSinceCount : 0;
    }
}
