package io.faultline.core.observe.metrics;

import java.util.List;

/**
 * Every metric of our own, described once: the scrape and the reference page are made from this. Names
 * and labels are an interface to other people's dashboards and alerts: they are added to, never
 * changed.
 */
public enum Metric {
    CONNECTIONS(
            Kind.COUNTER,
            "faultline_connections",
            "Client connections accepted, whatever the gates said.",
            "listener"),
    CONNECTIONS_ACTIVE(
            Kind.GAUGE, "faultline_connections_active", "Client connections open now.", "listener"),
    CONNECTIONS_DENIED(
            Kind.COUNTER,
            "faultline_connections_denied",
            "Client connections that a gate sent away, by fault code.",
            "listener",
            "code"),
    BYTES(
            Kind.COUNTER,
            "faultline_bytes",
            "Bytes relayed for clients; up is from the client to the endpoint.",
            "listener",
            "direction"),
    SESSION_DURATION(
            Kind.HISTOGRAM,
            "faultline_session_duration_seconds",
            "From accept to close, of sessions that ended.",
            "listener"),
    TLS_HANDSHAKES(
            Kind.COUNTER,
            "faultline_tls_handshakes",
            "TLS handshakes with clients that ended: 'full', 'resumed' by a ticket, or 'failed'.",
            "listener",
            "result"),
    TLS_HANDSHAKES_ACTIVE(
            Kind.GAUGE,
            "faultline_tls_handshakes_active",
            "TLS handshakes with clients under way now, waiting for their hello included.",
            "listener"),
    TLS_HANDSHAKE_DURATION(
            Kind.HISTOGRAM,
            "faultline_tls_handshake_duration_seconds",
            "TLS handshakes with clients that succeeded, two round trips of theirs included.",
            "listener"),
    TLS_CERTIFICATE_DAYS_LEFT(
            Kind.GAUGE,
            "faultline_tls_certificate_days_left",
            "Days until a certificate in service ends; negative once it has. The first 200 that end have"
                    + " series of their own, the next one stands for all others as '(other)'.",
            "used_by",
            "certificate"),
    HTTP_REQUESTS(
            Kind.COUNTER,
            "faultline_http_requests",
            "HTTP exchanges that ended, by the class of the status the client was answered; 'none': it"
                    + " left before.",
            "listener",
            "status"),
    HTTP_REQUEST_DURATION(
            Kind.HISTOGRAM,
            "faultline_http_request_duration_seconds",
            "From the request's head to the end of its answer.",
            "listener"),
    PHASE_DURATION(
            Kind.HISTOGRAM,
            "faultline_phase_duration_seconds",
            "What exchanges and sessions of TCP that ended spent on the client and on ourselves, by phase:"
                    + " loop, gate, client_tls, earlier, work, client. Without those that spent nothing.",
            "listener",
            "phase"),
    HTTP2_STREAMS(
            Kind.COUNTER,
            "faultline_http2_streams",
            "Streams of HTTP/2 clients: 'opened', 'refused' because too many were open, 'reset_by_client'"
                    + " and 'reset_by_us' before their end.",
            "listener",
            "event"),
    UPSTREAM_CONNECTS(
            Kind.COUNTER,
            "faultline_upstream_connects",
            "Connects towards endpoints; the outcome is 'ok' or a fault code.",
            "upstream",
            "outcome"),
    UPSTREAM_CONNECT_DURATION(
            Kind.HISTOGRAM,
            "faultline_upstream_connect_duration_seconds",
            "Connects that succeeded. A step at 1 s or 3 s is a lost SYN.",
            "upstream"),
    UPSTREAM_PHASE_DURATION(
            Kind.HISTOGRAM,
            "faultline_upstream_phase_duration_seconds",
            "What they spent on an upstream, by phase: queue, dns, connect, tls, send, wait, body. All"
                    + " tries of an exchange together; without those that spent nothing.",
            "upstream",
            "phase"),
    UPSTREAM_BYTES(
            Kind.COUNTER,
            "faultline_upstream_bytes",
            "Bytes exchanged with endpoints; up is towards them.",
            "upstream",
            "direction"),
    UPSTREAM_RETRIES(
            Kind.COUNTER,
            "faultline_upstream_retries",
            "Requests that failed and were worth another try: 'tried' again, or not, because the"
                    + " 'budget' for retries was spent.",
            "upstream",
            "outcome"),
    UPSTREAM_POOL_CONNECTIONS(
            Kind.GAUGE,
            "faultline_upstream_pool_connections",
            "Connections of HTTP to all endpoints: 'active' carry a request, 'idle' wait for the next.",
            "upstream",
            "state"),
    UPSTREAM_POOL_PENDING(
            Kind.GAUGE,
            "faultline_upstream_pool_pending",
            "HTTP requests that wait because the upstream has all the connections it may have.",
            "upstream"),
    UPSTREAM_CONNECTIONS_ACTIVE(
            Kind.GAUGE,
            "faultline_upstream_connections_active",
            "Connections to all endpoints now, pending ones included.",
            "upstream"),
    UPSTREAM_ENDPOINTS(
            Kind.GAUGE,
            "faultline_upstream_endpoints",
            "Endpoints by state. All of them, however many there are.",
            "upstream",
            "state"),
    UPSTREAM_ORDERS(
            Kind.GAUGE,
            "faultline_upstream_orders",
            "Endpoints under an order of an operator, by what was ordered: up, drain, down, or a"
                    + " weight.",
            "upstream",
            "order"),
    UPSTREAM_COMMON_CAUSE(
            Kind.GAUGE,
            "faultline_upstream_common_cause",
            "1 while all endpoints of the upstream fail on this layer at once: one cause is suspected,"
                    + " and nobody is ejected.",
            "upstream",
            "layer"),
    UPSTREAM_CIRCUIT_OPEN(
            Kind.GAUGE,
            "faultline_upstream_circuit_open",
            "1 while the upstream's circuit breaker is open: requests are answered L7.CIRCUIT_OPEN.",
            "upstream"),
    UPSTREAM_CONTRADICTIONS(
            Kind.GAUGE,
            "faultline_upstream_health_contradictions",
            "Endpoints of which health checks and traffic say the opposite, by who says that they"
                    + " fail.",
            "upstream",
            "failing"),
    UPSTREAM_ENDPOINTS_FOLDED(
            Kind.GAUGE,
            "faultline_upstream_endpoints_folded",
            "Endpoints beyond the first 500, which share the endpoint label '(other)'.",
            "upstream"),
    ENDPOINT_STATE(
            Kind.GAUGE,
            "faultline_upstream_endpoint_state",
            "1 for the state an endpoint is in, 0 for the others.",
            "upstream",
            "endpoint",
            "state"),
    ENDPOINT_WEIGHT(
            Kind.GAUGE,
            "faultline_upstream_endpoint_weight",
            "Weight in effect: grows during slow start, 0 while an endpoint takes nothing new.",
            "upstream",
            "endpoint"),
    ENDPOINT_CONNECTIONS_ACTIVE(
            Kind.GAUGE,
            "faultline_upstream_endpoint_connections_active",
            "Connections to an endpoint now, pending ones included.",
            "upstream",
            "endpoint"),
    ENDPOINT_CONNECTS(
            Kind.COUNTER,
            "faultline_upstream_endpoint_connects",
            "Connects towards an endpoint: 'ok', or 'failed' by its own fault.",
            "upstream",
            "endpoint",
            "outcome"),
    FAULTS(
            Kind.COUNTER,
            "faultline_faults",
            "What broke: layer and code, whose side, and at which upstream (empty: before one was"
                    + " chosen).",
            "layer",
            "code",
            "side",
            "upstream"),
    SATURATION(
            Kind.GAUGE,
            "faultline_saturation_ratio",
            "How full a resource is, 1 being full: of several (interfaces, pools, workers) the fullest."
                    + " What the system does not tell has no series; which one it is, and why a number is"
                    + " missing, stands on the admin page /saturation.",
            "layer",
            "resource"),
    SATURATION_FULL_IN(
            Kind.GAUGE,
            "faultline_saturation_full_in_seconds",
            "When a resource will be full if it fills on as it does now. No series while it does not grow, or"
                    + " within the hour.",
            "layer",
            "resource"),
    HOST_EVENTS(
            Kind.COUNTER,
            "faultline_host_events",
            "What the kernel of this host counts when something was too full, broken or unreachable; of the"
                    + " network namespace, so by all of its programs.",
            "layer",
            "event"),
    LOOP_LAG(
            Kind.HISTOGRAM,
            "faultline_worker_loop_lag_seconds",
            "How late workers' event loops came to what was due. Clients wait this long on top."),
    WORKER_CPU(
            Kind.COUNTER,
            "faultline_worker_cpu_seconds",
            "CPU time of a worker's loop; it uses none while it waits. Its rate is how busy it is:"
                    + " at 1 a core is full.",
            "worker"),
    BACKLOG(
            Kind.GAUGE,
            "faultline_backlog_bytes",
            "Bytes that wait in our memory for a peer that reads slowly."),
    ACCESS_LOG_WRITTEN(
            Kind.COUNTER,
            "faultline_access_log_written",
            "Access log records that reached the file."),
    ACCESS_LOG_DROPPED(
            Kind.COUNTER,
            "faultline_access_log_dropped",
            "Access log records lost because the disk was slower than the traffic."),
    ACCESS_LOG_QUEUED(
            Kind.GAUGE, "faultline_access_log_queued", "Access log records waiting for the disk."),
    ACCESS_LOG_FAILING(
            Kind.GAUGE,
            "faultline_access_log_failing",
            "1 while the access log cannot be written and is tried again."),
    CONFIG_GENERATION(
            Kind.GAUGE,
            "faultline_config_generation",
            "Which load of the configuration is in force; it is on every access log record."),
    CONFIG_RELOADS(
            Kind.COUNTER,
            "faultline_config_reloads",
            "Reloads, by result: applied, or refused with nothing changed.",
            "result"),
    CONFIG_LAST_RELOAD(
            Kind.GAUGE,
            "faultline_config_last_reload_successful",
            "0 while the configuration on disk is not the one in force because it could not be used."),
    NETTY_DIRECT_MEMORY(
            Kind.GAUGE,
            "faultline_netty_direct_memory_bytes",
            "Memory for I/O buffers outside the heap, as Netty counts it."),
    BUILD(
            Kind.INFO,
            "faultline_build",
            "Always 1; the labels say what runs.",
            "version",
            "commit",
            "netty",
            "jdk");

    /** What a metric is to Prometheus; it decides how the name ends. */
    public enum Kind {
        COUNTER("_total"),
        GAUGE(""),
        HISTOGRAM(""),
        INFO("_info");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    private final Kind kind;
    private final String familyName;
    private final String help;
    private final List<String> labels;

    Metric(Kind kind, String familyName, String help, String... labels) {
        this.kind = kind;
        this.familyName = familyName;
        this.help = help;
        this.labels = List.of(labels);
    }

    public Kind kind() {
        return kind;
    }

    /** The name one queries: {@code faultline_connections_total}. */
    public String exportedName() {
        return familyName + kind.suffix;
    }

    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }

    /** Without the ending, which the client library adds by the kind. */
    String familyName() {
        return familyName;
    }
}
