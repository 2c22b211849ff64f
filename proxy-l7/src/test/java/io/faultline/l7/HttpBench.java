package io.faultline.l7;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.faultline.core.config.load.ConfigLoader;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.ledger.RecentFault;
import io.faultline.core.observe.metrics.MetricSources;
import io.faultline.core.observe.metrics.MetricsExport;
import io.faultline.core.runtime.ProxyServer;
import io.faultline.core.runtime.ServerState;
import io.faultline.core.runtime.StartFailure;
import io.faultline.core.runtime.Surroundings;
import io.faultline.core.timing.Ticker;
import io.faultline.core.worker.Worker;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.RawClient;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A whole proxy in this process that speaks HTTP, made from configuration text as an operator would write it. */
public final class HttpBench implements AutoCloseable {

    public final ProxyServer server;
    public final Queue<String> said = new ConcurrentLinkedQueue<>();

    private HttpBench(String yaml, Worker.Kind kind) {
        try {
            var factory = new HttpProtocolFactory();
            LoadedConfig loaded =
                    ConfigLoader.parse(
                            "test.yaml",
                            yaml,
                            Map.of(factory.key(), factory.settings()),
                            name -> null);
            server =
                    ProxyServer.start(
                            loaded,
                            List.of(factory),
                            new Surroundings(Ticker.system(), Clock.systemUTC(), kind, said::add));
        } catch (ConfigException | StartFailure e) {
            throw new AssertionError(e.getMessage() + "\n" + yaml, e);
        }
        Eventually.until("ready", () -> server.state() == ServerState.READY);
    }

    public static HttpBench start(String yaml) {
        return new HttpBench(yaml, Worker.Kind.AUTO);
    }

    public static HttpBench start(String yaml, Worker.Kind kind) {
        return new HttpBench(yaml, kind);
    }

    /** One listener that sends everything to one upstream. */
    public static HttpBench before(HttpOrigin origin) {
        return start(config("", "", origin.hostPort()));
    }

    /**
     * @param http more keys of the http section, as flow YAML
     * @param route more keys of its one route
     */
    public static String config(String http, String route, String... endpoints) {
        return """
        workers: 1
        listeners:
          - name: web
            bind: "127.0.0.1:0"
            http: { routes: [ { to: shop%s } ]%s }
        upstreams:
          shop: { endpoints: [%s] }
        """
                .formatted(comma(route), comma(http), String.join(", ", endpoints));
    }

    private static String comma(String keys) {
        return keys.isEmpty() ? "" : ", " + keys;
    }

    public int port() {
        return server.listeners().getFirst().boundAddress().port();
    }

    public RawClient connect() {
        return RawClient.connect(port());
    }

    /** Sends a request on a connection of its own, and reads until the proxy has closed. */
    public String exchange(String request) {
        try (RawClient client = connect()) {
            client.send(request);
            return new String(client.readToFin(), ISO_8859_1);
        }
    }

    public RecentFault awaitFault(FaultCode code) {
        Eventually.until(code.id(), () -> !seen(code).isEmpty());
        return seen(code).getFirst();
    }

    public List<RecentFault> seen(FaultCode code) {
        return server.faults().recent().stream()
                .filter(recent -> recent.fault().code() == code)
                .toList();
    }

    public String evidenceOf(FaultCode code) {
        return awaitFault(code).fault().evidence().toString();
    }

    /** The value behind this name and these labels in the text that is scraped. */
    public double metric(String nameAndLabels) {
        var sources =
                new MetricSources(
                        server.metrics(),
                        List::of,
                        server.faults(),
                        server::accessLog,
                        server::backlogBytes,
                        server::generation,
                        () -> new MetricSources.Reloads(0, 0, true),
                        List::of,
                        server.saturation()::report,
                        new MetricSources.Build("", "", "", ""));
        try (var export = new MetricsExport(sources)) {
            return export.text()
                    .lines()
                    .filter(line -> line.startsWith(nameAndLabels + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(nameAndLabels.length())))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(nameAndLabels + " in " + export.text()));
        }
    }

    @Override
    public void close() {
        try {
            server.stop().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the server did not stop", e);
        }
    }
}
