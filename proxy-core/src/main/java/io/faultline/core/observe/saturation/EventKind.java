package io.faultline.core.observe.saturation;

import io.faultline.core.Layer;

/**
 * What the kernel counts when something was too full, broken or unreachable. Counters of the whole host
 * (of its network namespace): they prove that it happened here, not that it happened to us.
 */
public enum EventKind {
    CARRIER_LOST(
            Layer.L1, "carrier_errors", "sends that found no carrier: cable, port, transceiver"),
    RECEIVE_ERRORS(Layer.L2, "receive_errors", "frames that arrived broken"),
    SEND_ERRORS(Layer.L2, "send_errors", "frames that could not be sent"),
    RECEIVE_DROPS(
            Layer.L2,
            "receive_drops",
            "frames dropped on arrival: ring full, or nobody wanted them"),
    SEND_DROPS(Layer.L2, "send_drops", "frames dropped before they were sent: queue full"),
    BACKLOG_DROPS(
            Layer.L2,
            "backlog_drops",
            "frames dropped because a CPU's queue was full (net.core.netdev_max_backlog)"),
    NEIGHBOR_TABLE_FULL(
            Layer.L2, "neighbor_table_full", "neighbours that found no place (neigh gc_thresh3)"),
    NEIGHBORS_FAILED(Layer.L2, "neighbors_failed", "neighbours that answered no ARP or ND"),
    NO_ROUTE(Layer.L3, "no_route", "packets for which there was no route"),
    PACKETS_DISCARDED(Layer.L3, "packets_discarded", "good packets dropped for want of room"),
    REASSEMBLY_FAILED(Layer.L3, "reassembly_failed", "fragments that never became a packet"),
    UNREACHABLE_RECEIVED(
            Layer.L3, "icmp_unreachable_received", "ICMP 'unreachable' that somebody sent us"),
    UNREACHABLE_SENT(
            Layer.L3,
            "icmp_unreachable_sent",
            "ICMP 'unreachable' that we sent: a firewall rejects, or a closed UDP port"),
    TIME_EXCEEDED(
            Layer.L3,
            "icmp_time_exceeded",
            "ICMP 'time exceeded': a routing loop, or a traceroute"),
    LISTEN_OVERFLOWS(
            Layer.L4, "listen_overflows", "clients that found an accept queue of this host full"),
    LISTEN_DROPS(
            Layer.L4,
            "listen_drops",
            "SYNs dropped by listeners of this host, for whatever reason"),
    SYN_QUEUE_FULL(Layer.L4, "syn_queue_full", "SYNs beyond the queue: dropped, or given a cookie"),
    SEGMENTS_SENT(Layer.L4, "segments_sent", "TCP segments sent, to hold retransmits against"),
    RETRANSMITS(
            Layer.L4, "retransmits", "TCP segments sent again: lost on the way, or not answered"),
    RETRANSMITS_REFUSED(
            Layer.L4,
            "retransmits_refused",
            "TCP segments that this host itself did not let out: its firewall (OUTPUT), or a full queue"),
    MEMORY_ABORTS(Layer.L4, "memory_aborts", "connections killed because TCP had no memory left"),
    CONNTRACK_DROPS(
            Layer.L4,
            "conntrack_drops",
            "packets dropped because the tracking table had no place for their connection"),
    CONNTRACK_EARLY_DROPS(
            Layer.L4,
            "conntrack_early_drops",
            "tracked connections thrown out of a full table to make room");

    private final Layer layer;
    private final String label;
    private final String means;

    EventKind(Layer layer, String label, String means) {
        this.layer = layer;
        this.label = label;
        this.means = means;
    }

    public Layer layer() {
        return layer;
    }

    /** Its value of the label {@code event}. */
    public String label() {
        return label;
    }

    public String means() {
        return means;
    }

    /** Whether it is bad news, not just the measure for others. */
    public boolean isTrouble() {
        return this != SEGMENTS_SENT;
    }
}
