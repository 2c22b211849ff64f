package io.faultline.core.fault.host;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * How much of this host's limits is used, for faults that say that one was reached: "no descriptors" is
 * believed when 20,000 of 20,000 stands beside it. A negative number is one that nobody knows.
 *
 * @param openFiles descriptors of this process, asked for at the moment of the fault: one system call
 * @param portsReserved of the range of source ports, those that the operator keeps back
 * @param portsUsed of an address: those of our own connections, asked for at the moment of the fault
 * @param conntrackDropped whether the tracking table turned connections away within some seconds
 * @param sendsRefused whether this host kept back TCP segments of its own within some seconds
 */
public record HostFacts(
        LongSupplier openFiles,
        long fileLimit,
        long portsReserved,
        ToLongFunction<PeerAddress> portsUsed,
        boolean conntrackDropped,
        boolean sendsRefused) {

    public static final HostFacts UNKNOWN =
            new HostFacts(() -> -1, -1, -1, towards -> -1, false, false);

    /** The fault with what proves it, where something is known. Opens no file: good on a worker. */
    Fault prove(Fault fault, PeerAddress towards) {
        if (fault.code() == TransportFault.CONNECT_TIMEOUT && sendsRefused) {
            return fault.with(
                    "suspected",
                    "our own host: segments that it was to send again did not leave it (TCPRetransFail"
                            + " grows), as when its firewall drops them. nft list ruleset");
        }
        if (fault.code() != TransportFault.PORTS_EXHAUSTED || portsReserved < 0) {
            return proveFiles(fault);
        }
        Fault counted = fault.with("used_by_us", Long.toString(portsUsed.applyAsLong(towards)));
        return portsReserved == 0
                ? counted
                : counted.with("reserved", Long.toString(portsReserved));
    }

    Fault proveFiles(Fault fault) {
        if (fault.code() != TransportFault.FILES_EXHAUSTED || fileLimit <= 0) {
            return fault;
        }
        long open = openFiles.getAsLong();
        return open < 0
                ? fault
                : fault.with("open_files", Long.toString(open))
                        .with("limit", Long.toString(fileLimit));
    }
}
