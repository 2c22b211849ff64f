package io.faultline.core.observe.metrics;

import io.faultline.core.fault.FaultCode;
import io.faultline.core.timing.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Sums what the workers counted. */
final class WorkerSamples {

    private final List<WorkerMetrics> workers;
    private final Samples samples;

    WorkerSamples(MetricShards shards, Samples samples) {
        this.workers = shards.workers();
        this.samples = samples;
    }

    void gather() {
        Set<String> listeners = new TreeSet<>();
        Set<String> upstreams = new TreeSet<>();
        for (WorkerMetrics worker : workers) {
            listeners.addAll(worker.listeners().keySet());
            upstreams.addAll(worker.upstreams().keySet());
        }
        listeners.forEach(this::listener);
        upstreams.forEach(this::upstream);
        loops();
    }

    private void listener(String name) {
        // Closed before opened: a session that begins in between must not make the gauge negative.
        long closed = ofListener(name, ListenerMetrics.CLOSED);
        long opened = ofListener(name, ListenerMetrics.OPENED);
        samples.counter(Metric.CONNECTIONS, opened, name);
        samples.gauge(Metric.CONNECTIONS_ACTIVE, opened - closed, name);
        samples.counter(Metric.BYTES, ofListener(name, ListenerMetrics.BYTES_UP), name, "up");
        samples.counter(Metric.BYTES, ofListener(name, ListenerMetrics.BYTES_DOWN), name, "down");
        DurationTotal durations = new DurationTotal(Buckets.SESSION);
        Map<FaultCode, Long> denied = new LinkedHashMap<>();
        for (WorkerMetrics worker : workers) {
            worker.listener(name).addDurationsTo(durations);
            worker.listener(name).addDeniedTo(denied);
        }
        samples.histogram(Metric.SESSION_DURATION, durations, name);
        handshakes(name);
        phases(false, Metric.PHASE_DURATION, name);
        exchanges(name);
        streams(name);
        denied.forEach(
                (code, count) ->
                        samples.counter(Metric.CONNECTIONS_DENIED, count, name, code.id()));
    }

    /** Only those that took any time. */
    private void phases(boolean ofUpstream, Metric metric, String name) {
        Phase[] phases = PhaseShard.phases(ofUpstream);
        for (int i = 0; i < phases.length; i++) {
            DurationTotal total = new DurationTotal(Buckets.PHASE);
            for (WorkerMetrics worker : workers) {
                if (ofUpstream) {
                    worker.upstream(name).addPhaseTo(i, total);
                } else {
                    worker.listener(name).addPhaseTo(i, total);
                }
            }
            if (!total.isEmpty()) {
                samples.histogram(metric, total, name, phases[i].label());
            }
        }
    }

    /** Only of listeners that end TLS, and had a client. */
    private void handshakes(String name) {
        // Those that ended before those that began: the gauge must not become negative.
        long full = ofListener(name, ListenerMetrics.TLS_FULL);
        long resumed = ofListener(name, ListenerMetrics.TLS_RESUMED);
        long failed = ofListener(name, ListenerMetrics.TLS_FAILED);
        long begun = ofListener(name, ListenerMetrics.TLS_BEGUN);
        if (begun == 0) {
            return;
        }
        samples.counter(Metric.TLS_HANDSHAKES, full, name, "full");
        samples.counter(Metric.TLS_HANDSHAKES, resumed, name, "resumed");
        samples.counter(Metric.TLS_HANDSHAKES, failed, name, "failed");
        samples.gauge(Metric.TLS_HANDSHAKES_ACTIVE, begun - full - resumed - failed, name);
        DurationTotal durations = new DurationTotal(Buckets.CONNECT);
        for (WorkerMetrics worker : workers) {
            worker.listener(name).addHandshakesTo(durations);
        }
        samples.histogram(Metric.TLS_HANDSHAKE_DURATION, durations, name);
    }

    /** Only of listeners that have had clients of HTTP/2. */
    private void streams(String name) {
        long opened = ofListener(name, ListenerMetrics.STREAMS_OPENED);
        long refused = ofListener(name, ListenerMetrics.STREAMS_REFUSED);
        if (opened + refused == 0) {
            return;
        }
        samples.counter(Metric.HTTP2_STREAMS, opened, name, "opened");
        samples.counter(Metric.HTTP2_STREAMS, refused, name, "refused");
        long byClient = ofListener(name, ListenerMetrics.STREAMS_RESET_BY_CLIENT);
        samples.counter(Metric.HTTP2_STREAMS, byClient, name, "reset_by_client");
        long byUs = ofListener(name, ListenerMetrics.STREAMS_RESET_BY_US);
        samples.counter(Metric.HTTP2_STREAMS, byUs, name, "reset_by_us");
    }

    /** Only of listeners that speak HTTP, or did at least once. */
    private void exchanges(String name) {
        long all = 0;
        for (int i = 0; i <= ListenerMetrics.STATUS_CLASSES; i++) {
            all += ofListener(name, ListenerMetrics.UNANSWERED + i);
        }
        if (all == 0) {
            return;
        }
        for (int i = 0; i <= ListenerMetrics.STATUS_CLASSES; i++) {
            long count = ofListener(name, ListenerMetrics.UNANSWERED + i);
            samples.counter(Metric.HTTP_REQUESTS, count, name, i == 0 ? "none" : i + "xx");
        }
        DurationTotal total = new DurationTotal(Buckets.EXCHANGE);
        for (WorkerMetrics worker : workers) {
            worker.listener(name).addExchangesTo(total);
        }
        samples.histogram(Metric.HTTP_REQUEST_DURATION, total, name);
    }

    private void upstream(String name) {
        samples.counter(
                Metric.UPSTREAM_CONNECTS, ofUpstream(name, UpstreamMetrics.CONNECTED), name, "ok");
        samples.counter(
                Metric.UPSTREAM_BYTES, ofUpstream(name, UpstreamMetrics.BYTES_UP), name, "up");
        samples.counter(
                Metric.UPSTREAM_BYTES, ofUpstream(name, UpstreamMetrics.BYTES_DOWN), name, "down");
        samples.counter(
                Metric.UPSTREAM_RETRIES, ofUpstream(name, UpstreamMetrics.RETRIED), name, "tried");
        samples.counter(
                Metric.UPSTREAM_RETRIES,
                ofUpstream(name, UpstreamMetrics.RETRY_REFUSED),
                name,
                "budget");
        pool(name);
        phases(true, Metric.UPSTREAM_PHASE_DURATION, name);
        DurationTotal connects = new DurationTotal(Buckets.CONNECT);
        Map<FaultCode, Long> failed = new LinkedHashMap<>();
        for (WorkerMetrics worker : workers) {
            worker.upstream(name).addConnectsTo(connects);
            worker.upstream(name).addFailedTo(failed);
        }
        samples.histogram(Metric.UPSTREAM_CONNECT_DURATION, connects, name);
        failed.forEach(
                (code, count) -> samples.counter(Metric.UPSTREAM_CONNECTS, count, name, code.id()));
    }

    /** Only of upstreams that were spoken to in HTTP at least once. */
    private void pool(String name) {
        long idle = ofUpstream(name, UpstreamMetrics.POOL_IDLE);
        long closed = ofUpstream(name, UpstreamMetrics.POOL_CLOSED);
        long opened = ofUpstream(name, UpstreamMetrics.POOL_OPENED);
        long pending = ofUpstream(name, UpstreamMetrics.POOL_PENDING);
        if (opened + pending == 0) {
            return;
        }
        samples.gauge(
                Metric.UPSTREAM_POOL_CONNECTIONS,
                Math.max(0, opened - closed - idle),
                name,
                "active");
        samples.gauge(Metric.UPSTREAM_POOL_CONNECTIONS, idle, name, "idle");
        samples.gauge(Metric.UPSTREAM_POOL_PENDING, pending, name);
    }

    private void loops() {
        DurationTotal lag = new DurationTotal(Buckets.LOOP_LAG);
        for (int i = 0; i < workers.size(); i++) {
            workers.get(i).addLagTo(lag);
            double cpu = workers.get(i).cpuSeconds();
            if (cpu >= 0) {
                samples.counter(Metric.WORKER_CPU, cpu, Integer.toString(i));
            }
        }
        samples.histogram(Metric.LOOP_LAG, lag);
    }

    private long ofListener(String name, int cell) {
        return workers.stream().mapToLong(worker -> worker.listener(name).count(cell)).sum();
    }

    private long ofUpstream(String name, int cell) {
        return workers.stream().mapToLong(worker -> worker.upstream(name).count(cell)).sum();
    }
}
