package io.faultline.l7.preview;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.address.PrefixTable;
import io.faultline.core.config.source.Origins;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.connection.ListenerScope;
import io.faultline.core.connection.LiveConnections;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.fault.ledger.FaultScope;
import io.faultline.core.gate.Cap;
import io.faultline.core.gate.ConnectionCaps;
import io.faultline.core.gate.ConnectionGate;
import io.faultline.core.gate.Firewall;
import io.faultline.core.gate.ListenerCounts;
import io.faultline.core.gate.OpenCount;
import io.faultline.core.observe.metrics.MetricShards;
import io.faultline.core.observe.slow.SlowShard;
import io.faultline.core.spi.ProtocolContext;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.wire.ConnectObserver;
import io.faultline.core.wire.UnbornWire;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.Worker;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.exchange.HttpService;
import io.faultline.l7.exchange.HttpWorker;
import io.faultline.l7.hops.Pseudonyms;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.route.Route;
import io.faultline.l7.route.RouteTable;
import io.faultline.l7.route.action.Forward;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What a listener would make of a request, without a client and without an endpoint: the very steps of an
 * exchange, up to the head that would be sent. For who explains a configuration.
 *
 * <p>On one thread; nothing is opened.
 */
public final class RequestPreview {

    private final HttpService service;
    private final Worker worker;

    /** @param worker lends its clock, and nothing else */
    public RequestPreview(HttpConfig config, RouteTable routes, Origins origins, Worker worker) {
        this.worker = worker;
        this.service =
                new HttpService(
                        config,
                        routes,
                        new Nowhere(worker, origins),
                        new HttpWorker(worker),
                        new Pseudonyms().of(origins.of(config)));
    }

    /** Why nobody would look for a route, or null; brings the path into the form that is matched. */
    public @Nullable Fault refusal(RequestHead request) {
        return service.refusal(request);
    }

    /**
     * Makes of the client's request the one that endpoints get, or says why it cannot be.
     *
     * @param destination where the client connected to
     */
    public @Nullable Fault prepare(
            RequestHead request,
            Route route,
            Forward to,
            PeerAddress client,
            PeerAddress destination) {
        Wire nobody = UnbornWire.refused(client, 0, task -> {}, new Deaf());
        var scope =
                new ListenerScope(
                        worker,
                        "",
                        FaultScope.ofListener(""),
                        open(),
                        new LiveConnections(),
                        new MetricShards(1).worker(0).listener(""),
                        new SlowShard(),
                        new FaultLedger(Clock.systemUTC()),
                        null,
                        Clock.systemUTC(),
                        0);
        var connection = new DownstreamConnection(scope, 0, nobody, client);
        connection.announced(client, destination);
        return service.prepare(new PreviewedStream(connection, request), route, to);
    }

    private static ConnectionGate open() {
        var none = new Cap("none", 0, "default");
        var caps = new ConnectionCaps(none, new OpenCount(), none, none, new ListenerCounts());
        return new ConnectionGate(Firewall.OPEN, PrefixTable.EMPTY, caps);
    }

    /** A worker's context without a way to any upstream. */
    private record Nowhere(Worker worker, Origins origins) implements ProtocolContext {

        @Override
        public String listener() {
            return "";
        }

        @Override
        public long generation() {
            return 0;
        }

        @Override
        public WorkerUpstream upstream(String name) {
            throw new IllegalStateException("a preview sends nothing");
        }
    }

    private static final class Deaf implements ConnectObserver {
        @Override
        public void onConnected(Wire wire) {}

        @Override
        public void onConnectFailed(Wire wire, int errno) {}
    }
}
