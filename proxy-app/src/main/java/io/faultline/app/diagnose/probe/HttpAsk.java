package io.faultline.app.diagnose.probe;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.WheelTimer;
import io.faultline.l7.hops.FailedHop;
import io.faultline.l7.hops.ProxyStatus;
import io.faultline.l7.http1.HeadLimits;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import io.faultline.l7.upstream.HttpPool;
import io.faultline.l7.upstream.UpstreamEvents;
import io.faultline.l7.upstream.UpstreamStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One exchange on a connection, by the code that carries traffic's, in whichever version of HTTP the
 * endpoint speaks. On the loop; garbage when it is over, and the connection with it.
 */
final class HttpAsk extends WheelTimer implements UpstreamEvents {

    private static final long MOST_BODY_BYTES = 256 * 1024;

    private final Way way;
    private final Wire wire;
    private final Duration patience;
    private final HttpPool pool;
    private final CompletableFuture<Answered> outcome;
    private final long startNanos;

    private @Nullable UpstreamStream stream;
    private boolean over;
    private int status;
    private String version = "";
    private @Nullable String server;
    private List<String> inner = List.of();
    private @Nullable String failedHop;
    private long headNanos = -1;
    private long lastNanos;
    private long bodyBytes;
    private @Nullable Fault ownError;

    private HttpAsk(
            Bench bench,
            Way way,
            Wire wire,
            Duration patience,
            CompletableFuture<Answered> outcome) {
        this.way = way;
        this.wire = wire;
        this.patience = patience;
        this.outcome = outcome;
        this.startNanos = now(way);
        this.lastNanos = startNanos;
        this.pool =
                new HttpPool(way.upstream(), HeadLimits.DEFAULTS, bench.outbox(), bench.hpack());
    }

    /** @param application what ALPN chose */
    static void begin(
            Bench bench,
            Way way,
            Wire wire,
            @Nullable String application,
            RequestHead request,
            Duration patience,
            CompletableFuture<Answered> outcome) {
        var ask = new HttpAsk(bench, way, wire, patience, outcome);
        bench.worker().timers().set(ask, ask.startNanos + patience.toNanos());
        UpstreamStream begun =
                ask.pool
                        .adopt(wire, way.endpoint(), application, ask.startNanos)
                        .begin(ask, request.method(), ask.startNanos);
        ask.stream = begun;
        begun.sendHead(request);
        begun.sendEnd(new Fields());
    }

    private static long now(Way way) {
        return way.upstream().worker().nanos();
    }

    @Override
    public void onInterim(ResponseHead head) {}

    @Override
    public void onResponse(ResponseHead head) {
        headNanos = now(way) - startNanos;
        lastNanos = now(way);
        status = head.status();
        version = head.version().label();
        Fields fields = head.fields();
        server = fields.value(KnownField.SERVER);
        List<String> said = new ArrayList<>();
        for (int i = fields.first(KnownField.PROXY_STATUS);
                i >= 0;
                i = fields.next(KnownField.PROXY_STATUS, i + 1)) {
            said.add(fields.value(i));
        }
        inner = List.copyOf(said);
        FailedHop deepest = said.isEmpty() ? null : ProxyStatus.read(fields).deepest();
        failedHop = deepest == null ? null : deepest.words();
        if (status >= 500) {
            ownError = ownError(said);
        }
    }

    /** The application answered, only that it cannot. A proxy behind it may have said why. */
    private Fault ownError(List<String> said) {
        Fault fault =
                fault(ApplicationFault.UPSTREAM_ERROR).with("status", Integer.toString(status));
        Fault told =
                said.isEmpty() ? fault : fault.with("innerProxyStatus", String.join(", ", said));
        return failedHop == null ? told : told.with("failedHop", failedHop);
    }

    private Fault fault(ApplicationFault code) {
        return Fault.of(code, Side.UPSTREAM, Stage.RESPONSE)
                .with("endpoint", way.endpoint().name());
    }

    @Override
    public void onResponseBody(Chunk chunk, int from, int to) {
        bodyBytes += to - from;
        lastNanos = now(way);
        if (bodyBytes >= MOST_BODY_BYTES) {
            stopped("enough: " + MOST_BODY_BYTES / 1024 + " KiB have come");
        }
    }

    @Override
    public @Nullable Wire bodySink() {
        return null;
    }

    @Override
    public void onResponseBodyMoved(int bytes) {}

    @Override
    public void onResponseEnd(Fields trailers) {
        end(null, ownError);
    }

    @Override
    public void onUpstreamDrained() {}

    @Override
    public void onUpstreamFailed(Fault fault) {
        end(null, fault);
    }

    @Override
    protected void onDeadline(long nowNanos) {
        String timer = "diagnose.timeout=" + patience.toMillis() + "ms (--timeout)";
        if (status == 0) {
            Fault silent = fault(ApplicationFault.RESPONSE_TIMEOUT).with("timer", timer);
            stopped(null, witness().noAnswer(silent));
        } else if (nowNanos - lastNanos > patience.toNanos() / 2) {
            Fault stalled =
                    Fault.of(TransportFault.READ_STALLED, Side.UPSTREAM, Stage.RESPONSE)
                            .with("endpoint", way.endpoint().name())
                            .with("received", Long.toString(bodyBytes))
                            .with("timer", timer);
            stopped(null, witness().stalled(stalled));
        } else {
            stopped("it was still coming after " + patience.toMillis() + " ms");
        }
    }

    /** Whether what we sent has arrived: the one thing that tells a silent path from a silent peer. */
    private Witness witness() {
        return Witness.of(wire, "new");
    }

    private void stopped(String why) {
        stopped(why, ownError);
    }

    private void stopped(@Nullable String why, @Nullable Fault fault) {
        UpstreamStream open = stream;
        if (!over && open != null) {
            open.cancel();
        }
        end(why, fault);
    }

    private void end(@Nullable String stoppedAt, @Nullable Fault fault) {
        if (over) {
            return;
        }
        over = true;
        way.upstream().worker().timers().cancel(this);
        long sinceHead = headNanos < 0 ? -1 : now(way) - startNanos - headNanos;
        outcome.complete(
                new Answered(
                        status,
                        version,
                        headNanos < 0 ? now(way) - startNanos : headNanos,
                        sinceHead,
                        bodyBytes,
                        stoppedAt,
                        server,
                        inner,
                        failedHop,
                        fault));
        way.upstream().worker().execute(pool::close);
    }
}
