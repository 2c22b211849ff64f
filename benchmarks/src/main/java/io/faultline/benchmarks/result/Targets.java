package io.faultline.benchmarks.result;

import io.faultline.benchmarks.peers.Haproxy;
import io.faultline.benchmarks.peers.Nginx;
import io.faultline.benchmarks.result.Target.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was promised before the first line of the proxy was written, and is looked at in every report. */
public final class Targets {

    private static final double MICROS_PER_MILLI = 1_000;

    private Targets() {}

    public static List<Target> all() {
        List<Target> all = new ArrayList<>();
        cpu(all, "HTTP/1.1, browser headers", "http/browser", 0.80, 0.85);
        cpu(all, "HTTP/1.1, 100 KB", "http/100k", 0.65, 0.40);
        cpu(all, "TLS 1.3, small", "https/small", 0.80, 1.00);
        cpu(all, "TLS 1.3, 10 KB", "https/10k", 0.70, 1.00);
        cpu(all, "TLS 1.3, 100 KB", "https/100k", 0.60, 1.00);
        cpu(all, "TLS 1.3, full handshake", "https/handshake", 0.65, 1.00);
        cpu(all, "HTTP/2 without TLS, 32 streams", "h2c/small-32", 0.85, 0.60);
        cpu(all, "HTTP/2 over TLS, 32 streams", "https/h2-small-32", 0.85, 0.60);
        all.add(cpu("L4 bulk, down: CPU <= 0.40 x HAProxy", "l4/down", Haproxy.NAME, 0.40));
        all.add(cpu("L4 bulk, up: CPU <= 0.40 x HAProxy", "l4/up", Haproxy.NAME, 0.40));
        all.add(cpu("L4 ping-pong: CPU <= 1.0 x HAProxy", "l4/ping-pong", Haproxy.NAME, 1));
        all.add(
                cpu(
                        "L4 connect, exchange, close: CPU <= 1.0 x HAProxy",
                        "l4/churn",
                        Haproxy.NAME,
                        1));
        all.add(
                new Target(
                        "Pings beside saturating downloads on one worker: p99 <= HAProxy's",
                        "l4/fairness",
                        Metric.P99,
                        Kind.TIMES,
                        Haproxy.NAME,
                        1));
        latency(all, "L4", "l4/open-60");
        latency(all, "HTTP/1.1", "http/open-60");
        latency(all, "HTTP/1.1 over TLS", "https/open-60");
        latency(all, "HTTP/2 over TLS", "https/open-h2-60");
        all.add(
                plain(
                        "L4: <= 1 KB (1,024 bytes) of live heap per idle pair",
                        "l4/idle",
                        Metric.PAIR_HEAP,
                        1024));
        all.add(
                plain(
                        "First second after readiness, 5,000 requests/s: p99 <= 1 ms",
                        "http/first-second",
                        Metric.P99,
                        MICROS_PER_MILLI));
        all.add(
                plain(
                        "HTTP/1.1: <= 64 bytes of heap per request in steady state",
                        "allocation/http1",
                        Metric.ALLOCATED,
                        64));
        all.add(
                plain(
                        "HTTP/2: <= 256 bytes of heap per stream in steady state",
                        "allocation/http2",
                        Metric.ALLOCATED,
                        256));
        growth(all, "routes", "growth/routes/");
        growth(all, "endpoints", "growth/endpoints/");
        return all;
    }

    private static void cpu(
            List<Target> all, String what, String row, double haproxy, double nginx) {
        all.add(cpu(sentence(what, haproxy, "HAProxy"), row, Haproxy.NAME, haproxy));
        all.add(cpu(sentence(what, nginx, "nginx"), row, Nginx.NAME, nginx));
    }

    private static String sentence(String what, double limit, String whose) {
        return String.format(Locale.ROOT, "%s: CPU <= %.2f x %s", what, limit, whose);
    }

    private static Target cpu(String sentence, String row, String reference, double limit) {
        return new Target(sentence, row, Metric.CPU, Kind.TIMES, reference, limit);
    }

    private static void latency(List<Target> all, String what, String row) {
        all.add(
                new Target(
                        what + ", 60 % load at a fixed rate: p99 <= HAProxy's + 0.2 ms",
                        row,
                        Metric.P99,
                        Kind.ABOVE,
                        Haproxy.NAME,
                        200));
    }

    private static Target plain(String sentence, String row, Metric metric, double limit) {
        return new Target(sentence, row, metric, Kind.PLAIN, "", limit);
    }

    private static void growth(List<Target> all, String what, String rows) {
        all.add(
                new Target(
                        "From 10 to 10,000 " + what + ": CPU per request grows by less than 10 %",
                        rows + "10000",
                        Metric.CPU,
                        Kind.GROWTH,
                        rows + "10",
                        1.10));
    }
}
