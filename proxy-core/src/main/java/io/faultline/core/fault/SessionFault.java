package io.faultline.core.fault;

import static io.faultline.core.fault.Retry.ALWAYS;

/** What can break on L5: connections as a resource, and the rules about having one. */
public enum SessionFault implements FaultCode {
    CONNECTION_LIMIT(
            FaultSpec.of(
                            "L5.CONNECTION_LIMIT",
                            "A configured cap on connections is reached; the evidence names the cap,"
                                    + " its value and its file and line.")
                    .answered(503, "connection_limit_reached")
                    .look(
                            "curl -s http://ADMIN/saturation  # how full it is, how fast it grows, what else is full",
                            "curl -s http://ADMIN/metrics | grep connections  # which scope is full",
                            "ss -Htn 'sport = :PORT' | awk '{print $5}' | sed 's/:[0-9]*$//' | sort | uniq -c | sort -rn"
                                    + "  # who holds them",
                            "curl -s http://ADMIN/config  # the caps in force")),
    QUEUE_TIMEOUT(
            FaultSpec.of(
                            "L5.QUEUE_TIMEOUT",
                            "The exchange waited for a free upstream connection until its patience"
                                    + " ended: the upstream is saturated or its cap is too low.")
                    .answered(503, "connection_limit_reached")
                    .look(
                            "curl -s http://ADMIN/saturation  # how full it is, how fast it grows, what else is full",
                            "curl -s http://ADMIN/upstreams  # connections against the cap, per endpoint",
                            "curl -s http://ADMIN/metrics | grep UPSTREAM  # do durations grow: slow endpoints")),
    NO_ENDPOINTS(
            FaultSpec.of(
                            "L5.NO_ENDPOINTS",
                            "The upstream has no endpoint at all: none is configured, or discovery"
                                    + " never gave an answer.")
                    .answered(503, "destination_unavailable")
                    .look(
                            "curl -s http://ADMIN/upstreams  # what discovery said last",
                            "dig +short NAME A NAME AAAA  # what it says now",
                            "faultline check CONFIG")),
    NONE_HEALTHY(
            FaultSpec.of(
                            "L5.NONE_HEALTHY",
                            "Every endpoint of the upstream is down, ejected or draining; the evidence"
                                    + " lists the last fault of each.")
                    .answered(503, "destination_unavailable")
                    .look(
                            "curl -s http://ADMIN/upstreams  # each state and its reason",
                            "curl -s http://ADMIN/faults  # the same layer everywhere: suspect a common cause",
                            "nc -vz ADDRESS PORT  # by hand, from this host")),
    PREAMBLE_INVALID(
            FaultSpec.of(
                            "L5.PREAMBLE_INVALID",
                            "The PROXY protocol header is missing, malformed, late, or comes from a"
                                    + " peer the configuration does not trust.")
                    .look(
                            "tcpdump -nXi any 'src host ADDRESS and tcp dst port PORT' -c 10"
                                    + "  # the first bytes: 'PROXY ' is v1, 0d0a0d0a000d0a515549540a is v2",
                            "curl -s http://ADMIN/config  # which peers are listed")),
    DRAINING(
            FaultSpec.of(
                            "L5.DRAINING",
                            "We are shutting down: nothing new is taken, and what outlived the drain"
                                    + " deadline was cut.")
                    .answered(503, "")
                    .retried(ALWAYS)
                    .look(
                            "curl -s http://ADMIN/readyz  # 503 while draining: does the balancer in front see it",
                            "journalctl -u faultline --since -5min  # who asked for the stop")),
    /** Not in the first draft of the catalog: a session cut by its age is policy, not idleness. */
    SESSION_EXPIRED(
            FaultSpec.of(
                            "L5.SESSION_EXPIRED",
                            "Our maximum session age ended a connection that still worked; the"
                                    + " evidence names the limit and its file and line.")
                    .look("curl -s http://ADMIN/config  # the maximum age in force"));

    private final FaultSpec spec;

    SessionFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public FaultSpec spec() {
        return spec;
    }
}
