package io.faultline.l7.upstream;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.wire.Wire;
import io.faultline.l7.http1.BodyParser;
import io.faultline.l7.http1.Rejection;

/** How a connection to an endpoint can fail an exchange, each way with what proves it. */
final class UpstreamFaults {

    private final Wire wire;

    UpstreamFaults(Wire wire) {
        this.wire = wire;
    }

    /** It died while it waited in the pool, or at the same moment. */
    Fault stale(Stage stage, String seen, String history, String timer) {
        return fault(TransportFault.STALE_REUSE, stage)
                .with("seen", seen)
                .with("connection", history)
                .with("timer", timer)
                .with("advice", "keep connections idle for less time than the endpoint does");
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
                ? FaultClassifier.ofErrno(errno, stage, Side.UPSTREAM, wire.remoteAddress())
                : why;
    }

    Fault badResponse(Stage stage, Rejection rejection) {
        return fault(rejection.code(), stage)
                .with("rule", rejection.rule())
                .with("seen", rejection.detail());
    }

    Fault tooManyInterims(Stage stage, int most) {
        return fault(ApplicationFault.BAD_RESPONSE, stage)
                .with("rule", "at most " + most + " interim answers");
    }

    private Fault fault(FaultCode code, Stage stage) {
        return Fault.of(code, Side.UPSTREAM, stage)
                .with("address", wire.remoteAddress().toString());
    }
}
