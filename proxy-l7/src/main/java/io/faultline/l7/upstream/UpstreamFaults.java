package io.faultline.l7.upstream;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.wire.Wire;
import io.faultline.l7.http1.BodyParser;
import io.faultline.l7.http1.Rejection;
import io.faultline.l7.http2.frame.ErrorCode;
import io.faultline.l7.limit.Timer;

/** How a connection to an endpoint can fail an exchange, each way with what proves it. */
final class UpstreamFaults {

    private final Wire wire;
    private final Lifetime life;
    private final HttpPool pool;

    UpstreamFaults(Wire wire, Lifetime life, HttpPool pool) {
        this.wire = wire;
        this.life = life;
        this.pool = pool;
    }

    /** What is known of the connection now. */
    Witness witness() {
        return Witness.of(wire, life.history(pool.worker().nanos()));
    }

    /** It died while it waited in the pool, or at the same moment. */
    Fault stale(Stage stage, String seen) {
        return fault(TransportFault.STALE_REUSE, stage)
                .with("seen", seen)
                .with(
                        "advice",
                        "the endpoint gave it up within %d ms of idleness: keep connections for less, %s"
                                .formatted(life.idleMillis(), pool.policy().idleTimer()));
    }

    Fault closedEarly(Stage stage, boolean insideTheHead) {
        return fault(TransportFault.CLOSED_EARLY, stage)
                .with("seen", insideTheHead ? "FIN inside the response head" : "FIN");
    }

    Fault incomplete(Stage stage, BodyParser body, long declared) {
        Fault fault =
                fault(ApplicationFault.RESPONSE_INCOMPLETE, stage)
                        .with("received", Long.toString(body.received()))
                        .with("declared", text(body, declared));
        // RFC 9112 9.8: where the end of the stream is the end of the body, TLS has to say it.
        return body.endsWithStream() ? fault.with("seen", "FIN without close_notify") : fault;
    }

    private static String text(BodyParser body, long declared) {
        if (body.endsWithStream()) {
            return "until the end of the stream";
        }
        return declared >= 0 ? Long.toString(declared) : "chunked";
    }

    Fault reset(Stage stage, int errno) {
        Fault why = wire.whyBroken();
        return why == null
                ? witness()
                        .broke(
                                FaultClassifier.ofErrno(
                                        errno, stage, Side.UPSTREAM, wire.remoteAddress()))
                : witness().testify(why);
    }

    Fault badResponse(Stage stage, Rejection rejection) {
        return fault(rejection.code(), stage)
                .with("rule", rejection.rule())
                .with("seen", rejection.detail());
    }

    Fault foreign(Stage stage) {
        return fault(ApplicationFault.BAD_RESPONSE, stage)
                .with("rule", "RFC 9112 4: an answer begins with HTTP/1");
    }

    Fault tooManyInterims(Stage stage, int most) {
        return fault(ApplicationFault.BAD_RESPONSE, stage)
                .with("rule", "at most " + most + " interim answers");
    }

    // ---- HTTP/2

    /** RFC 9113 3.4: what speaks HTTP/2 begins with SETTINGS. */
    Fault speaksHttp1(Stage stage, String seen) {
        return fault(ApplicationFault.BAD_RESPONSE, stage)
                .with("rule", "RFC 9113 3.4: an answer of HTTP/1 to the preface of HTTP/2")
                .with("seen", seen)
                .with("advice", "the endpoint does not speak HTTP/2 here: protocol h1");
    }

    /** The connection ended under an exchange. */
    Fault ended(Http2UpstreamStream stream, String seen, String farewell) {
        Fault fault = stream.hasHead() ? incomplete(stream) : closedEarly(stream.stage(), false);
        return farewell.isEmpty() ? fault : fault.with("before", farewell);
    }

    private Fault incomplete(Http2UpstreamStream stream) {
        return fault(ApplicationFault.RESPONSE_INCOMPLETE, stream.stage())
                .with("received", Long.toString(stream.receivedBytes()));
    }

    Fault goAway(Stage stage, String farewell, int lastStream) {
        return fault(ApplicationFault.GOAWAY, stage)
                .with("seen", farewell)
                .with("lastStream", Integer.toString(lastStream));
    }

    Fault streamReset(Http2UpstreamStream stream, int code) {
        String seen = "RST_STREAM " + ErrorCode.text(code);
        ErrorCode given = ErrorCode.of(code);
        // RFC 9113 8.7: "not processed" is not to be believed of a stream that was answered.
        if (given == ErrorCode.REFUSED_STREAM && !stream.hasBegunToAnswer()) {
            return fault(ApplicationFault.STREAM_REFUSED, stream.stage()).with("seen", seen);
        }
        Fault fault =
                stream.hasHead()
                        ? incomplete(stream)
                        : fault(ApplicationFault.STREAM_RESET, stream.stage());
        return given == ErrorCode.HTTP_1_1_REQUIRED
                ? fault.with("seen", seen).with("advice", "the endpoint wants protocol h1 for this")
                : fault.with("seen", seen);
    }

    /** @param sent what the endpoint was told about it */
    Fault brokenRule(Stage stage, String rule, String sent) {
        return fault(ApplicationFault.BAD_RESPONSE, stage).with("rule", rule).with("sent", sent);
    }

    Fault silent(Stage stage, Timer timer) {
        Fault silent =
                Fault.of(TransportFault.READ_STALLED, Side.UPSTREAM, stage)
                        .with("address", wire.remoteAddress().toString())
                        .with("timer", timer.text());
        return witness().stalled(silent);
    }

    private Fault fault(FaultCode code, Stage stage) {
        Fault fault =
                Fault.of(code, Side.UPSTREAM, stage)
                        .with("address", wire.remoteAddress().toString());
        return witness().testify(fault);
    }
}
