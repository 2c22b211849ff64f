package io.faultline.l7.downstream;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.connection.DownstreamConnection.Outcome;
import io.faultline.core.connection.ListenerScope;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Errno;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.observe.access.HttpFacts;
import io.faultline.core.observe.access.Provenance;
import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Timeline;
import io.faultline.core.worker.Worker;
import io.faultline.l7.exchange.ClientStream;
import io.faultline.l7.http1.Rejection;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.http2.hpack.HpackDecoder;
import io.faultline.l7.http2.hpack.PseudoField;
import io.faultline.l7.limit.HttpLimits;
import io.faultline.l7.limit.Limit;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client did wrong or did not do, as a fault of its own, with the limit that it met. */
final class Refusals {

    private Refusals() {}

    static Fault of(Rejection rejection, HttpLimits limits) {
        Fault fault =
                Fault.of(rejection.code(), Side.CLIENT, Stage.REQUEST)
                        .with("rule", rejection.rule())
                        .with("seen", rejection.detail());
        return switch (rejection.code()) {
            case ApplicationFault.HEAD_TOO_LARGE -> fault.with("limit", limits.headBytes().text());
            case ApplicationFault.TOO_MANY_HEADERS -> fault.with("limit", limits.headers().text());
            case ApplicationFault.URI_TOO_LONG -> fault.with("limit", limits.uriBytes().text());
            default -> fault;
        };
    }

    /** What a header block has too much of, or null. */
    static @Nullable Fault tooLarge(HpackDecoder block, HttpLimits limits) {
        if (block.isTooLarge()) {
            return tooLarge(ApplicationFault.HEAD_TOO_LARGE, block.listBytes(), limits.headBytes());
        }
        if (block.hasTooMany()) {
            return tooLarge(ApplicationFault.TOO_MANY_HEADERS, 0, limits.headers());
        }
        if (block.has(PseudoField.PATH)) {
            int path = block.end(PseudoField.PATH) - block.start(PseudoField.PATH);
            if (path > limits.uriBytes().most()) {
                return tooLarge(ApplicationFault.URI_TOO_LONG, path, limits.uriBytes());
            }
        }
        return null;
    }

    private static Fault tooLarge(FaultCode code, long seen, Limit limit) {
        Fault fault = Fault.of(code, Side.CLIENT, Stage.REQUEST).with("limit", limit.text());
        return seen == 0 ? fault : fault.with("seen", seen + " bytes");
    }

    /** Of a request that never became an exchange. */
    static void record(Fault fault, DownstreamConnection connection) {
        ListenerScope scope = connection.scope();
        scope.faults().record(fault, scope.faultScope(), null, connection.id());
    }

    /** The same for a request on a connection that goes on: its record. */
    static void tell(Fault fault, ClientStream client, Worker worker) {
        var moment = new Timeline(worker.turn());
        long now = worker.nanos();
        moment.beginReady(Phase.WORK, client.connection().freeSince(), now);
        moment.end(now);
        if (client.connection().wantsRecord(moment, fault)) {
            client.connection()
                    .exchangeEnded(
                            moment,
                            Provenance.NONE,
                            outcome(fault, null, client.bytesDown()),
                            facts(client));
        }
    }

    private static Outcome outcome(@Nullable Fault fault, @Nullable Side first, long bytesDown) {
        return new Outcome(null, null, List.of(), fault, first, 0, bytesDown, null);
    }

    /** As far as its head was understood. */
    static HttpFacts facts(ClientStream client) {
        RequestHead request = client.request();
        Fields fields = request.fields();
        String host = fields.value(KnownField.HOST);
        return new HttpFacts(
                known(request.methodText()),
                known(request.targetText()),
                request.version().logLabel(),
                client.streamId(),
                request.hasAuthority() ? request.authorityText() : host,
                client.status(),
                fields.value(KnownField.X_REQUEST_ID),
                null,
                fields.value(KnownField.USER_AGENT),
                fields.value(KnownField.REFERER),
                null,
                null,
                null);
    }

    private static @Nullable String known(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Only the stream is lost (RFC 9113 5.4.2). */
    static Fault brokenRule(ErrorCode code, String rule) {
        return Fault.of(ApplicationFault.BAD_REQUEST, Side.CLIENT, Stage.REQUEST)
                .with("rule", rule)
                .with("sent", "RST_STREAM " + code);
    }

    /** Nobody is there to be answered. */
    static Fault clientLeft(Stage stage, String seen) {
        return Fault.of(ApplicationFault.CLIENT_ABORT, Side.CLIENT, stage).with("seen", seen);
    }

    /** Its connection broke. EIO is no word of a socket: our own code failed while it served the client. */
    static Fault broken(int errno) {
        return errno == Errno.EIO
                ? Fault.of(ApplicationFault.INTERNAL, Side.PROXY, Stage.RESPONSE)
                        .with("error", "our own code failed: the process log has the stack trace")
                : clientLeft(Stage.RESPONSE, Errno.name(errno));
    }

    /**
     * The connection is closed; its exchanges have told about themselves.
     *
     * @param refusal what ended it outside of any exchange, which nobody has told of yet
     * @param refused what is known of the request that was refused
     */
    static void ended(
            DownstreamConnection connection,
            int exchanges,
            @Nullable Fault fault,
            @Nullable Fault refusal,
            @Nullable HttpFacts refused,
            Side first) {
        if (exchanges > 0 && refusal == null) {
            connection.endedAfterExchanges();
        } else {
            Fault why = refusal == null ? fault : refusal;
            connection.ended(outcome(why, first, 0), refused);
        }
    }
}
