package io.faultline.core.fault;

import static io.faultline.core.fault.Retry.ALWAYS;

/**
 * What can break on L2, between us and the next hop on the same wire.
 *
 * <p>No system call reports this layer: it is inferred from the kernel's neighbour table.
 */
public enum LinkFault implements FaultCode {
    NEIGHBOR_UNRESOLVED(
            FaultSpec.of(
                            "L2.NEIGHBOR_UNRESOLVED",
                            "Nobody answers ARP or neighbour discovery for the address or its gateway:"
                                    + " the host is down, in another VLAN, or has lost its virtual IP.")
                    .answered(502, "destination_ip_unroutable")
                    .retried(ALWAYS)
                    .inferred()
                    .look(
                            "ip route get ADDRESS  # which device and next hop",
                            "ip neigh show to NEXT_HOP  # INCOMPLETE or FAILED: nobody answers",
                            "arping -c 3 -I DEVICE NEXT_HOP  # ndisc6 for IPv6",
                            "ip -s link show DEVICE  # is the carrier up, do errors grow",
                            "bridge fdb show | grep MAC  # on the switch: who owns the virtual IP"));

    private final FaultSpec spec;

    LinkFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public FaultSpec spec() {
        return spec;
    }
}
