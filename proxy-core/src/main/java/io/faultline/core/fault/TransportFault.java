package io.faultline.core.fault;

import static io.faultline.core.fault.Retry.ALWAYS;
import static io.faultline.core.fault.Retry.IF_REUSED;
import static io.faultline.core.fault.Retry.IF_UNSENT;

/** What can break on L4: the TCP connection itself, and what this host needs to have one. */
public enum TransportFault implements FaultCode {
    CONNECT_REFUSED(
            FaultSpec.of(
                            "L4.CONNECT_REFUSED",
                            "The host answered our SYN with a reset: it is up, and nothing listens on"
                                    + " that port (or a firewall rejects it).")
                    .answered(502, "connection_refused")
                    .retried(ALWAYS)
                    .look(
                            "ss -ltnp 'sport = :PORT'  # on the endpoint: does anything listen, and on which address",
                            "nc -vz ADDRESS PORT  # from this host",
                            "systemctl status SERVICE  # on the endpoint: crashed, or still starting")),
    CONNECT_TIMEOUT(
            FaultSpec.of(
                            "L4.CONNECT_TIMEOUT",
                            "Our SYN got no answer at all: dropped by a firewall or security group, by"
                                    + " a full accept queue, or by a path that is down.")
                    .answered(504, "connection_timeout")
                    .retried(ALWAYS)
                    .look(
                            "tcpdump -ni any 'host ADDRESS and tcp port PORT'  # SYN leaves, does anything return",
                            "nstat -az TcpExtListenOverflows TcpExtListenDrops  # on the endpoint: accept queue full",
                            "ss -ltn 'sport = :PORT'  # on the endpoint: Recv-Q at Send-Q means the same",
                            "mtr -n -T -P PORT ADDRESS  # how far a SYN gets")),
    RESET(
            FaultSpec.of(
                            "L4.RESET",
                            "The peer, or a device between, reset an established connection: a crash,"
                                    + " a close with unread data, or a firewall that forgot the flow.")
                    .answered(502, "connection_terminated")
                    .retried(IF_UNSENT)
                    .look(
                            "tcpdump -ni any 'host ADDRESS and tcp port PORT and tcp[tcpflags] & tcp-rst != 0'"
                                    + "  # compare the TTL of the RST: the peer or a device between",
                            "journalctl -u SERVICE --since -5min  # on the peer: crash, restart, out of memory",
                            "nstat -az TcpExtTCPAbortOnClose TcpExtTCPAbortOnData  # on the peer: closed with unread data")),
    STALE_REUSE(
            FaultSpec.of(
                            "L4.STALE_REUSE",
                            "A pooled connection died just as we used it: the upstream closes idle"
                                    + " connections sooner than we do.")
                    .answered(502, "connection_terminated")
                    .retried(IF_REUSED)
                    .look(
                            "curl -s http://ADMIN/config  # our idle timeout for this upstream: set it below theirs",
                            "ss -tno state established 'dst ADDRESS:PORT'  # age and timers of what we hold",
                            "tcpdump -ni any 'host ADDRESS and tcp port PORT and tcp[tcpflags] & (tcp-fin|tcp-rst) != 0'"
                                    + "  # after how many idle seconds they close")),
    CLOSED_EARLY(
            FaultSpec.of(
                            "L4.CLOSED_EARLY",
                            "The peer closed in good order (FIN) before it had said what it owed:"
                                    + " a restart, a full worker pool, or the wrong protocol.")
                    .answered(502, "connection_terminated")
                    .retried(IF_UNSENT)
                    .look(
                            "journalctl -u SERVICE --since -5min  # on the peer: restart or refusal",
                            "nc -v ADDRESS PORT  # does it speak first, does it close at once",
                            "openssl s_client -connect ADDRESS:PORT  # does it expect TLS where we speak plain text")),
    READ_STALLED(
            FaultSpec.of(
                            "L4.READ_STALLED",
                            "Bytes stopped coming, or the peer vanished: TCP_INFO in the evidence says"
                                    + " whether the path (retransmits, unacked) or the peer is silent.")
                    .answered(504, "connection_read_timeout")
                    .look(
                            "ss -tni 'dst ADDRESS:PORT'  # retrans and unacked grow: the path; neither: the peer",
                            "mtr -n -T -P PORT ADDRESS  # loss on the way",
                            "ss -tn 'sport = :PORT'  # on the peer: Recv-Q full means its application is stuck")),
    WRITE_STALLED(
            FaultSpec.of(
                            "L4.WRITE_STALLED",
                            "The peer stopped taking our bytes: its receive window is closed, or they"
                                    + " are lost on the way.")
                    .answered(504, "connection_write_timeout")
                    .look(
                            "ss -tnio 'dst ADDRESS:PORT'  # Send-Q, retrans, 'persist' timer means a zero window",
                            "nstat -az TcpExtTCPFromZeroWindowAdv TcpExtTCPToZeroWindowAdv"
                                    + "  # on the peer: it closed its window",
                            "ping -M do -s 1472 -c 3 ADDRESS  # large packets lost: MTU black hole")),
    IDLE_TIMEOUT(
            FaultSpec.of(
                            "L4.IDLE_TIMEOUT",
                            "Neither side sent a byte for as long as our idle timer allows; the"
                                    + " evidence names the timer, its value and its file and line.")
                    .closed("connection_timeout")
                    .look(
                            "curl -s http://ADMIN/config  # the timer in force",
                            "ss -tno 'dst ADDRESS:PORT'  # do keep-alive probes run")),
    PORTS_EXHAUSTED(
            FaultSpec.of(
                            "L4.PORTS_EXHAUSTED",
                            "This host has no free source port (or no such source address) towards"
                                    + " that destination; the endpoint is not to blame.")
                    .answered(503, "connection_limit_reached")
                    .look(
                            "curl -s http://ADMIN/saturation  # how full it is, how fast it grows, what else is full",
                            "sysctl net.ipv4.ip_local_port_range  # how many there are",
                            "ss -Htan 'dst ADDRESS:PORT' | awk '{print $1}' | sort | uniq -c"
                                    + "  # how many are taken, and in which state",
                            "sysctl net.ipv4.tcp_tw_reuse  # 1 lets TIME-WAIT ports serve again",
                            "ip -br addr  # is the configured source address ours")),
    FILES_EXHAUSTED(
            FaultSpec.of(
                            "L4.FILES_EXHAUSTED",
                            "This host gave us no more file descriptors: our own limit (EMFILE) or the"
                                    + " system's (ENFILE).")
                    .answered(503, "connection_limit_reached")
                    .look(
                            "curl -s http://ADMIN/saturation  # how full it is, how fast it grows, what else is full",
                            "grep 'open files' /proc/PID/limits  # our limit",
                            "ls /proc/PID/fd | wc -l  # how many we hold",
                            "sysctl fs.file-nr fs.file-max  # the system's",
                            "systemctl show -p LimitNOFILE faultline  # raise it here")),
    MEMORY_EXHAUSTED(
            FaultSpec.of(
                            "L4.MEMORY_EXHAUSTED",
                            "This host's kernel had no memory for the socket (ENOBUFS or ENOMEM).")
                    .answered(503, "connection_limit_reached")
                    .look(
                            "curl -s http://ADMIN/saturation  # how full it is, how fast it grows, what else is full",
                            "cat /proc/net/sockstat  # 'mem' against the third number of tcp_mem",
                            "sysctl net.ipv4.tcp_mem net.core.optmem_max  # the limits, in pages",
                            "nstat -az TcpExtTCPMemoryPressures TcpExtTCPAbortOnMemory  # do they grow",
                            "cat /sys/fs/cgroup/memory.events  # the container's own limit")),
    CONNTRACK_FULL(
            FaultSpec.of(
                            "L4.CONNTRACK_FULL",
                            "This host's connection tracking table is full, so new connections are"
                                    + " dropped or refused; the endpoint is not to blame.")
                    .answered(503, "connection_limit_reached")
                    .inferred()
                    .look(
                            "curl -s http://ADMIN/saturation  # how full it is, how fast it grows, what else is full",
                            "sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max",
                            "conntrack -S  # insert_failed and drop grow",
                            "journalctl -k | grep 'nf_conntrack: table full'",
                            "conntrack -L -o extended | awk '{print $6}' | sort | uniq -c  # what fills it")),
    LISTEN_OVERFLOW(
            FaultSpec.of(
                            "L4.LISTEN_OVERFLOW",
                            "The kernel dropped clients because our accept queue was full: we accept"
                                    + " too slowly, or the backlog is too short.")
                    .inferred()
                    .look(
                            "curl -s http://ADMIN/saturation  # how full it is, how fast it grows, what else is full",
                            "nstat -az TcpExtListenOverflows TcpExtListenDrops  # do they grow",
                            "ss -ltn 'sport = :PORT'  # Recv-Q (waiting) against Send-Q (backlog)",
                            "sysctl net.core.somaxconn net.ipv4.tcp_max_syn_backlog  # the caps on the backlog",
                            "curl -s http://ADMIN/metrics | grep loop  # is a worker late"));

    private final FaultSpec spec;

    TransportFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public FaultSpec spec() {
        return spec;
    }
}
