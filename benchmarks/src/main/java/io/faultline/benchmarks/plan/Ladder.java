package io.faultline.benchmarks.plan;

import io.faultline.benchmarks.drive.Drive;
import io.faultline.benchmarks.drive.Traffic;
import io.faultline.benchmarks.peers.Entrant;
import io.faultline.benchmarks.peers.Service;
import io.faultline.benchmarks.peers.Shape;
import io.faultline.benchmarks.result.RowInfo.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What each layer costs: the same requests through Faultline with one thing more at each step. One generator for all of them (h2load), 64 requests
 * under way at any time: 64 connections, and with HTTP/2 8 connections of 8 streams.
 *
 * <p>The last step adds what of the fault map can be switched on: each client is told which layer took how long. Phases, evidence and
 * saturation are always on, in every step before too.
 */
final class Ladder implements Section {

    private static final int ROUTES = 1_000;
    private static final int UNDER_WAY = 64;
    private static final int HTTP2_CONNECTIONS = 8;
    private static final double CALM_PER_SECOND = 5_000;

    /** One step: what is in the way of a request, and how the client speaks. */
    private record Step(
            String key, String title, Service service, Shape shape, boolean http1, boolean direct) {

        Step(String key, String title, Service service, Shape shape, boolean http1) {
            this(key, title, service, shape, http1, false);
        }
    }

    private final Field field;

    Ladder(Field field) {
        this.field = field;
    }

    private static List<Step> steps() {
        var plain = Shape.PLAIN;
        var routes = plain.withRoutes(ROUTES);
        var logged = routes.withAccessLog();
        return List.of(
                new Step(Entrant.DIRECT, "direct", Service.HTTP, plain, true, true),
                new Step("l4", "L4", Service.L4, plain, true),
                new Step("proxy", "+ PROXY protocol", Service.L4, plain.withProxyProtocol(), true),
                new Step("http", "L7, HTTP/1.1", Service.HTTP, plain, true),
                new Step("routes", "+ 1,000 routes", Service.HTTP, routes, true),
                new Step("tls", "+ TLS", Service.HTTPS, routes, true),
                new Step("h2", "HTTP/2 instead", Service.HTTPS, routes, false),
                new Step("log", "+ access log", Service.HTTPS, logged, false),
                new Step(
                        "faults",
                        "+ fault map told",
                        Service.HTTPS,
                        logged.withDiagnostics(),
                        false));
    }

    @Override
    public String title() {
        return "The ladder";
    }

    @Override
    public List<Start> starts() {
        List<Start> starts = new ArrayList<>();
        for (var step : steps()) {
            if (!step.direct) {
                var faultline = field.faultline().shaped(step.shape);
                starts.add(
                        new Start(step.key, faultline, step.service, field.cores().proxy(), false));
            }
        }
        return starts;
    }

    @Override
    public List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        block(blocks, "ladder/cost/", 0);
        block(blocks, "ladder/latency/", CALM_PER_SECOND);
        return blocks;
    }

    private void block(List<Block> into, String prefix, double perSecond) {
        var rows = new Rows(field.cores(), into::add);
        List<Asked> asked = new ArrayList<>();
        int place = 0;
        for (var step : steps()) {
            int at = place++;
            drive(step, perSecond)
                    .ifPresent(
                            drive ->
                                    asked.add(
                                            rows.asked(
                                                    prefix + step.key,
                                                    step.title,
                                                    Unit.REQUEST,
                                                    at,
                                                    drive,
                                                    List.of(step.key))));
        }
        if (!asked.isEmpty()) {
            into.add(Block.of(asked));
        }
    }

    private Optional<Drive> drive(Step step, double perSecond) {
        int connections = step.http1 ? UNDER_WAY : HTTP2_CONNECTIONS;
        return field.rig()
                .anyHttp(
                        Traffic.ofBrowser(),
                        connections,
                        UNDER_WAY / connections,
                        step.http1,
                        step.service.tls,
                        perSecond);
    }
}
