package io.faultline.l4;

import io.faultline.core.config.load.ConfigLoader;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.ledger.RecentFault;
import io.faultline.core.runtime.ProxyServer;
import io.faultline.core.runtime.ServerState;
import io.faultline.core.runtime.StartFailure;
import io.faultline.core.runtime.Surroundings;
import io.faultline.core.timing.Ticker;
import io.faultline.core.upstream.EndpointSet;
import io.faultline.core.worker.Worker;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.RawClient;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A whole proxy in this process, made from configuration text as an operator would write it. */
public final class L4Bench implements AutoCloseable {

    public final ProxyServer server;
    public final Queue<String> said = new ConcurrentLinkedQueue<>();

    private L4Bench(String yaml, Worker.Kind kind, Ticker ticker) {
        try {
            var factory = new TcpProtocolFactory();
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
                            new Surroundings(ticker, Clock.systemUTC(), kind, said::add));
        } catch (ConfigException | StartFailure e) {
            throw new AssertionError(e.getMessage() + "\n" + yaml, e);
        }
        Eventually.until("ready", () -> server.state() == ServerState.READY);
    }

    public static L4Bench start(String yaml) {
        return start(yaml, Worker.Kind.AUTO);
    }

    public static L4Bench start(String yaml, Worker.Kind kind) {
        return new L4Bench(yaml, kind, Ticker.system());
    }

    public static L4Bench start(String yaml, Ticker ticker) {
        return new L4Bench(yaml, Worker.Kind.AUTO, ticker);
    }

    /**
     * One listener before one upstream.
     *
     * @param listener more keys of the listener, as flow YAML: {@code "maxConnections: 3"}
     * @param tcp more keys of its tcp section
     * @param upstream keys of the upstream, endpoints included
     */
    public static String config(String listener, String tcp, String upstream) {
        return """
        workers: 2
        listeners:
          - { name: in, bind: "127.0.0.1:0", tcp: { to: backend%s }%s }
        upstreams:
          backend: { %s }
        """
                .formatted(comma(tcp), comma(listener), upstream);
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

    /** A client with an address of its own: all of 127/8 is ours. */
    public RawClient connectFrom(String address) {
        return ClientSettings.to(port()).from(address).connect();
    }

    /** A client that must be turned away without a byte. */
    public void expectRefusalOf(String address) {
        try (RawClient client = connectFrom(address)) {
            client.expectReset();
        }
    }

    /** Waits for the first fault of this kind. */
    public RecentFault awaitFault(FaultCode code) {
        Eventually.until(code.id(), () -> !seen(code).isEmpty());
        return seen(code).getFirst();
    }

    /** The recent faults of this kind, newest first. */
    public List<RecentFault> seen(FaultCode code) {
        return server.faults().recent().stream()
                .filter(recent -> recent.fault().code() == code)
                .toList();
    }

    /** What stands behind a fault, as an operator reads it. */
    public String evidenceOf(FaultCode code) {
        return awaitFault(code).fault().evidence().toString();
    }

    /** How the first upstream's endpoint at this address stands now. */
    public EndpointSet.Entry endpoint(String address) {
        return server.upstreams().getFirst().cluster().endpoints().entries().stream()
                .filter(entry -> entry.endpoint().name().equals(address))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no endpoint " + address));
    }

    public void awaitNoSessions() {
        Eventually.until("no open session", () -> server.openSessions() == 0);
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
