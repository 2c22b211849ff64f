package io.faultline.core.observe.saturation.linux;

import io.faultline.core.fault.host.HostFacts;
import io.faultline.core.observe.saturation.Look;
import io.faultline.core.observe.saturation.SaturationSource;
import io.faultline.core.wire.Destinations;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * How full this host is, as Linux tells it. Some twenty small files, about a millisecond. Where there is
 * no /proc, everything is unknown and nothing else is different.
 */
public final class LinuxHost implements SaturationSource, AutoCloseable {

    private final KernelText text = new KernelText();
    private final KernelFiles proc;
    private final Interfaces interfaces;
    private final Neighbors neighbors;
    private final Neighbors neighborsV6;
    private final SoftnetQueues softnet;
    private final ProtocolCounters protocols;
    private final SocketMemory memory;
    private final TrackedConnections tracked;
    private final OpenFiles files;
    private final LocalPorts ports;
    private final SourcePorts sourcePorts;

    /** @param connections where the connections of each worker lead; read on any thread */
    public LinuxHost(Supplier<? extends Collection<Destinations>> connections) {
        this(Path.of("/proc"), Path.of("/sys"), connections);
    }

    LinuxHost(Path procRoot, Path sys, Supplier<? extends Collection<Destinations>> connections) {
        proc = new KernelFiles(procRoot);
        interfaces = new Interfaces(proc, sys);
        neighbors = new Neighbors(proc, "IPv4", "arp_cache", "ipv4");
        neighborsV6 = new Neighbors(proc, "IPv6", "ndisc_cache", "ipv6");
        softnet = new SoftnetQueues(proc);
        protocols = new ProtocolCounters(proc);
        memory = new SocketMemory(proc);
        tracked = new TrackedConnections(proc);
        files = new OpenFiles(proc);
        ports = new LocalPorts(proc);
        sourcePorts = new SourcePorts(connections);
    }

    /**
     * Opens the files, which stay open: to be called before anybody counts how many descriptors are left.
     */
    public void open() {
        proc.open();
    }

    @Override
    public void lookInto(Look look) {
        interfaces.look(text, look);
        neighbors.look(text, look);
        neighborsV6.look(text, look);
        softnet.look(text, look);
        protocols.look(text, look);
        memory.look(text, look);
        tracked.look(text, look);
        files.look(text, look);
        ports.look(text);
        sourcePorts.look(look, ports, memory.timeWaits());
    }

    /** What the last look knows that proves a fault of ours. Control thread. */
    public HostFacts facts() {
        return new HostFacts(
                files::openNow,
                files.limit(),
                ports.reserved(),
                sourcePorts::usedTowards,
                tracked.hasDroppedLately(),
                protocols.hasRefusedLately());
    }

    /** Control thread. */
    @Override
    public void close() {
        proc.close();
    }
}
