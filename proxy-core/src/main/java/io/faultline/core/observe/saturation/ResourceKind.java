package io.faultline.core.observe.saturation;

import io.faultline.core.Layer;

/**
 * Everything that can be full, described once: the page, the metric's label and the guide take their
 * words from here. The label is an interface to other people's alerts: added to, never changed.
 */
public enum ResourceKind {
    LINK(
            Layer.L1,
            "link",
            "interface %s",
            Unit.BITS_PER_SECOND,
            "Spread the traffic over more hosts or links, or send less: compression, smaller answers."),
    NEIGHBORS(
            Layer.L2,
            "neighbors",
            "neighbour table of %s",
            Unit.THINGS,
            "sysctl -w net.ipv4.neigh.default.gc_thresh3=8192 (net.ipv6 likewise), or a smaller subnet."),
    FRAGMENTS(
            Layer.L3,
            "fragment_memory",
            "memory for IP fragments",
            Unit.BYTES,
            "Find who sends fragments (a wrong MTU); sysctl net.ipv4.ipfrag_high_thresh."),
    CLIENT_CONNECTIONS(
            Layer.L4,
            "client_connections",
            "client connections of %s",
            Unit.THINGS,
            "Raise the cap it names (and LimitNOFILE with it), or add a proxy."),
    FILES(
            Layer.L4,
            "files",
            "file descriptors of this process",
            Unit.THINGS,
            "LimitNOFILE= in the unit, or ulimit -n, and restart; lower limits.maxConnections."),
    SYSTEM_FILES(
            Layer.L4,
            "system_files",
            "file descriptors of the whole host",
            Unit.THINGS,
            "sysctl -w fs.file-max=...; find who holds them: lsof."),
    SOURCE_PORTS(
            Layer.L4,
            "source_ports",
            "source ports towards %s",
            Unit.THINGS,
            "sysctl -w net.ipv4.ip_local_port_range='1024 65535'; keep connections (pool), more endpoint"
                    + " addresses, net.ipv4.tcp_tw_reuse=1."),
    CONNTRACK(
            Layer.L4,
            "conntrack",
            "connection tracking table",
            Unit.THINGS,
            "sysctl -w net.netfilter.nf_conntrack_max=...; or do not track this traffic: nft notrack."),
    ACCEPT_QUEUE(
            Layer.L4,
            "accept_queue",
            "accept queue of %s",
            Unit.THINGS,
            "Workers accept too slowly (see the loops); raise 'backlog' of the listener and"
                    + " net.core.somaxconn."),
    TCP_MEMORY(
            Layer.L4,
            "tcp_memory",
            "the kernel's memory for TCP",
            Unit.BYTES,
            "Slow peers hold buffers; sysctl net.ipv4.tcp_mem, tcp_rmem, tcp_wmem."),
    POOL(
            Layer.L5,
            "pool_connections",
            "pool of %s",
            Unit.THINGS,
            "Raise pool.maxConnections of the upstream, or make it faster: connections are busy."),
    PENDING(
            Layer.L5,
            "pool_pending",
            "requests that wait for %s",
            Unit.THINGS,
            "The pool is full: raise pool.maxConnections, or add endpoints."),
    HANDSHAKES(
            Layer.L6,
            "handshakes",
            "TLS handshakes of %s",
            Unit.THINGS,
            "Clients come faster than we sign: more cores, ECDSA keys, resumption; limits.maxHandshakes."),
    CERTIFICATE(
            Layer.L6,
            "certificate",
            "time to renew %s",
            Unit.DAYS,
            "Renew it; new files are taken without a restart. See /certificates."),
    LOOP(
            Layer.L7,
            "loop",
            "event loop of worker %s",
            Unit.SHARE,
            "Workers are out of CPU: more cores and workers, or fewer things that cost (TLS, logs)."),
    REQUESTS(
            Layer.L7,
            "requests",
            "requests under way to %s",
            Unit.THINGS,
            "Raise pool.maxRequests of the upstream, or make it faster: it is what requests wait for."),
    LOG_QUEUE(
            Layer.L7,
            "access_log_queue",
            "records that wait for the access log's disk",
            Unit.THINGS,
            "The disk is slower than the traffic: another disk, less logging, a longer accessLog.queue.");

    private final Layer layer;
    private final String label;
    private final String name;
    private final Unit unit;
    private final String remedy;

    ResourceKind(Layer layer, String label, String name, Unit unit, String remedy) {
        this.layer = layer;
        this.label = label;
        this.name = name;
        this.unit = unit;
        this.remedy = remedy;
    }

    public Layer layer() {
        return layer;
    }

    /** Its value of the label {@code resource}. */
    public String label() {
        return label;
    }

    public Unit unit() {
        return unit;
    }

    /** Whether it fills up over time, so that a forecast makes sense. A rate or a date does not. */
    public boolean runsOut() {
        return switch (this) {
            case LINK, CERTIFICATE, LOOP -> false;
            default -> true;
        };
    }

    /** What an operator can do about it. */
    public String remedy() {
        return remedy;
    }

    /** In words, with the one that is meant where there are several. */
    public String nameOf(String subject) {
        return name.replace("%s", subject);
    }
}
