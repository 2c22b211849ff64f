package io.faultline.l7;

import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.check.Findings;
import io.faultline.core.spi.ConnectionProtocol;
import io.faultline.core.spi.ProtocolContext;
import io.faultline.core.spi.ProtocolFactory;
import io.faultline.core.timing.Ticker;
import io.faultline.core.worker.Worker;
import io.faultline.l7.config.Http2Config;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.config.check.ClientCertificateCheck;
import io.faultline.l7.config.check.HttpChecks;
import io.faultline.l7.downstream.ClientLimits;
import io.faultline.l7.downstream.Http2Clients;
import io.faultline.l7.exchange.HttpService;
import io.faultline.l7.exchange.HttpWorker;
import io.faultline.l7.hops.Pseudonyms;
import io.faultline.l7.route.RouteTable;
import io.faultline.l7.route.gate.GateCompiler;
import io.faultline.l7.route.gate.RateLimits;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The {@code http:} section of a listener. */
public final class HttpProtocolFactory implements ProtocolFactory<HttpConfig> {

    private final Pseudonyms pseudonyms = new Pseudonyms();
    private final RateLimits limits = new RateLimits();
    private final Map<Worker, HttpWorker> workers = new ConcurrentHashMap<>();
    private volatile @Nullable Compiled lately;

    /**
     * The routes of one listener. The section is compared by identity: what it says is the same in two
     * places, where it says so is not. The clock is that of the limits in it.
     */
    private record Compiled(
            HttpConfig settings,
            String listener,
            Ticker ticker,
            long generation,
            RouteTable routes) {

        boolean isOf(HttpConfig asked, ProtocolContext context) {
            return settings == asked
                    && listener.equals(context.listener())
                    && ticker == context.worker().ticker()
                    && generation == context.generation();
        }
    }

    /** By their ALPN names (RFC 7301 6), best first: what is listed here is offered, and nothing else. */
    private static final List<String> SPOKEN = List.of("http/1.1", "http/1.0");

    private static final List<String> SPOKEN_WITH_HTTP_2 =
            List.of(HttpProtocol.H2, "http/1.1", "http/1.0");

    @Override
    public String key() {
        return "http";
    }

    @Override
    public Class<HttpConfig> settings() {
        return HttpConfig.class;
    }

    @Override
    public void check(HttpConfig settings, ListenerConfig listener, Findings findings) {
        HttpChecks.run(settings, findings);
        ClientCertificateCheck.run(settings.forwarded(), listener, findings);
    }

    @Override
    public List<String> applications(HttpConfig settings) {
        return settings.http2().enabled() ? SPOKEN_WITH_HTTP_2 : SPOKEN;
    }

    @Override
    public String plaintextAnswer() {
        String told = "This port speaks TLS. Ask again with https:// instead of http://.\n";
        return """
        HTTP/1.1 400 Bad Request\r
        Content-Type: text/plain\r
        Content-Length: %d\r
        Connection: close\r
        \r
        %s"""
                .formatted(told.length(), told);
    }

    @Override
    public ConnectionProtocol create(HttpConfig settings, ProtocolContext context) {
        RouteTable routes = routes(settings, context);
        byte[] pseudonym = pseudonyms.of(context.listener());
        HttpWorker shared = workers.computeIfAbsent(context.worker(), this::newWorker);
        var service = new HttpService(settings, routes, context, shared, pseudonym);
        Http2Config http2 = settings.http2();
        return new HttpProtocol(
                service,
                http2.enabled()
                        ? new Http2Clients(
                                service,
                                ClientLimits.of(http2, service.headLimits(), context.origins()))
                        : null);
    }

    /** Of one listener: the first worker's table serves the others as well. */
    private RouteTable routes(HttpConfig settings, ProtocolContext context) {
        Compiled known = lately;
        if (known != null && known.isOf(settings, context)) {
            return known.routes();
        }
        var gates =
                new GateCompiler(
                        limits,
                        context.listener(),
                        context.origins(),
                        context.generation(),
                        context.worker().nanos());
        RouteTable made = RouteTable.of(settings, gates);
        lately =
                new Compiled(
                        settings,
                        context.listener(),
                        context.worker().ticker(),
                        context.generation(),
                        made);
        return made;
    }

    private HttpWorker newWorker(Worker worker) {
        worker.atTheEnd(() -> workers.remove(worker));
        return new HttpWorker(worker);
    }
}
