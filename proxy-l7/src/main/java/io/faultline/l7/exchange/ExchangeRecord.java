package io.faultline.l7.exchange;

import io.faultline.core.connection.DownstreamConnection.Outcome;
import io.faultline.core.connection.ListenerScope;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.observe.access.Attempt;
import io.faultline.core.observe.access.HttpFacts;
import io.faultline.core.observe.access.Provenance;
import io.faultline.core.timing.Mark;
import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Timeline;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.worker.Worker;
import io.faultline.l7.hops.FailedHop;
import io.faultline.l7.hops.ProxyStatus;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of an exchange for the day somebody asks: its moments, its tries, what ended it.
 * Marks are cheap and always kept; lists and Strings are made only where there is a log.
 *
 * <p>Reused; on the worker's loop only.
 */
final class ExchangeRecord {

    /** What nginx writes for a client that left before it had its answer. */
    private static final int CLIENT_LEFT = 499;

    private final Timeline timeline;
    private List<Attempt> attempts = List.of();
    private @Nullable Endpoint served; // of the last try
    private @Nullable Fault fault;
    private @Nullable String grpcStatus;
    private @Nullable ProxyStatus hops; // what proxies behind the endpoint said, if they did
    private boolean reused;
    private boolean resumed; // the TLS session of a new connection
    private long triedNanos;

    ExchangeRecord(Worker worker) {
        timeline = new Timeline(worker.turn());
    }

    /** It began when its head was there to be read, which is a little ago where the loop was busy. */
    void begin(ClientStream client, long now) {
        timeline.clear();
        timeline.beginReady(Phase.WORK, client.connection().freeSince(), now);
        attempts = List.of();
        served = null;
        fault = null;
        grpcStatus = null;
        hops = null;
        reused = false;
        resumed = false;
    }

    Timeline timeline() {
        return timeline;
    }

    boolean isReused() {
        return reused;
    }

    @Nullable Endpoint served() {
        return served;
    }

    void tryBegins(long now) {
        hops = null;
        triedNanos = now;
        timeline.mark(Mark.ADMITTED, now);
    }

    /** A connection that waited was there at once. */
    void connectionWaited(long now) {
        timeline.mark(Mark.PICKED, now);
        timeline.mark(Mark.CONNECTED, now);
        timeline.enter(Phase.WORK, now);
    }

    void servedBy(Endpoint endpoint, boolean onReusedConnection) {
        served = endpoint;
        reused = onReusedConnection;
        resumed &= !onReusedConnection;
    }

    /** A connection was made for it. */
    void connected(boolean onResumedSession) {
        resumed = onResumedSession;
    }

    private Provenance provenance() {
        if (served == null) {
            return Provenance.NONE;
        }
        return reused ? Provenance.REUSED : resumed ? Provenance.RESUMED : Provenance.NEW;
    }

    void answerBegins(long now) {
        timeline.mark(Mark.UPSTREAM_FIRST_BYTE, now);
        timeline.enter(Phase.BODY, now);
    }

    /** How a gRPC call ended, which stands in its trailers, or in the head of an answer without a body. */
    void grpcEnded(Fields headOrTrailers) {
        if (headOrTrailers.has(KnownField.GRPC_STATUS)) {
            grpcStatus = headOrTrailers.value(KnownField.GRPC_STATUS);
        }
    }

    /** What proxies between the endpoint and the application say, where any does. */
    void hopsBehind(Fields head) {
        if (head.has(KnownField.PROXY_STATUS)) {
            hops = ProxyStatus.read(head);
        }
    }

    @Nullable ProxyStatus hops() {
        return hops;
    }

    /** The exchange ends, or has to be answered by ourselves, because of this. */
    void endedBy(Fault reason) {
        fault = reason;
    }

    /** The connects of one search. */
    void add(List<Attempt> connects) {
        if (attempts.isEmpty()) {
            attempts = connects;
        } else if (!connects.isEmpty()) {
            attempts = new ArrayList<>(attempts);
            attempts.addAll(connects);
        }
    }

    /** A try that had its connection and failed all the same. */
    void addFailed(String endpoint, Fault reason, long now) {
        timeline.enter(Phase.WORK, now);
        add(
                List.of(
                        new Attempt(
                                endpoint,
                                micros(triedNanos - timeline.at(Mark.ACCEPTED)),
                                micros(now - triedNanos),
                                reason)));
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }

    // ---- the end

    void end(
            ClientStream client,
            @Nullable Route route,
            @Nullable WorkerUpstream upstream,
            long now) {
        timeline.end(now);
        if (client.streamId() == 0) {
            client.connection()
                    .freeSince(now); // what waits behind it waited for it, not for the loop
        }
        ListenerScope scope = client.connection().scope();
        scope.metrics().spent(timeline);
        if (upstream != null) {
            upstream.metrics().spent(timeline);
        }
        scope.metrics().exchanged(client.status(), timeline.between(Mark.ACCEPTED, Mark.CLOSED));
        if (client.connection().wantsRecord(timeline, fault)) {
            write(client, route, upstream);
        }
    }

    private void write(
            ClientStream client, @Nullable Route route, @Nullable WorkerUpstream upstream) {
        RequestHead request = client.request();
        Fields fields = request.fields();
        Endpoint last = served;
        FailedHop failed = hops == null ? null : hops.deepest();
        timeline.servedBy(
                last != null && last.dnsAnswer() != 0, upstream != null && upstream.tls() != null);
        var outcome =
                new Outcome(
                        upstream == null ? null : upstream.name(),
                        last == null ? null : last.name(),
                        attempts,
                        fault,
                        null,
                        client.bytesUp(),
                        client.bytesDown(),
                        null);
        client.connection()
                .exchangeEnded(
                        timeline,
                        provenance(),
                        outcome,
                        new HttpFacts(
                                request.methodText(),
                                request.targetText(),
                                request.version().logLabel(),
                                client.streamId(),
                                request.hasAuthority() ? request.authorityText() : null,
                                status(client),
                                fields.value(KnownField.X_REQUEST_ID),
                                route == null ? null : route.label(),
                                fields.value(KnownField.USER_AGENT),
                                fields.value(KnownField.REFERER),
                                grpcStatus,
                                failed == null ? null : failed.name(),
                                failed == null ? null : failed.error()));
    }

    private int status(ClientStream client) {
        Fault reason = fault;
        boolean left = reason != null && reason.code() == ApplicationFault.CLIENT_ABORT;
        return left ? CLIENT_LEFT : client.status();
    }
}
