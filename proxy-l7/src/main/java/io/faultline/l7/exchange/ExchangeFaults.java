package io.faultline.l7.exchange;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.evidence.Silence;
import io.faultline.core.evidence.Witness;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.TransportFault;
import io.faultline.l7.hops.FailedHop;
import io.faultline.l7.hops.ProxyStatus;
import io.faultline.l7.limit.Limit;
import io.faultline.l7.limit.Timer;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import org.jspecify.annotations.Nullable;

/** What an exchange itself finds broken, each with what proves it. */
final class ExchangeFaults {

    private ExchangeFaults() {}

    static Fault noRoute(RequestHead request) {
        return Fault.of(ApplicationFault.NO_MATCHING_ROUTE, Side.CLIENT, Stage.REQUEST)
                .with("host", request.authorityText())
                .with("path", request.pathText());
    }

    static Fault tooLarge(Limit limit, long bytes) {
        return Fault.of(ApplicationFault.BODY_TOO_LARGE, Side.CLIENT, Stage.REQUEST)
                .with("limit", limit.text())
                .with("seen", Long.toString(bytes));
    }

    /** The application answered, only that it cannot. A proxy behind us may have said why. */
    static Fault ownError(ResponseHead head, @Nullable ProxyStatus hops) {
        Fault fault =
                Fault.of(ApplicationFault.UPSTREAM_ERROR, Side.UPSTREAM, Stage.RESPONSE)
                        .with("status", Integer.toString(head.status()));
        String inner = head.fields().value(KnownField.PROXY_STATUS);
        if (inner == null || hops == null) {
            return fault;
        }
        Fault told = fault.with("innerProxyStatus", inner);
        FailedHop failed = hops.deepest();
        if (hops.problem() != null) {
            return told.with("unreadable", hops.problem());
        }
        return failed == null ? told : told.with("failedHop", failed.words());
    }

    static Fault unaskedUpgrade() {
        return Fault.of(ApplicationFault.BAD_RESPONSE, Side.UPSTREAM, Stage.RESPONSE)
                .with("rule", "RFC 9110 15.2.2: 101 to a request without Upgrade");
    }

    /**
     * The client asked for a WebSocket and got something else: null where that is an answer of its
     * own kind, such as a login.
     */
    static @Nullable Fault refusedUpgrade(RequestHead request, ResponseHead head) {
        String asked = request.fields().value(KnownField.UPGRADE);
        boolean webSocket = asked != null && asked.equalsIgnoreCase("websocket");
        boolean refused =
                switch (head.status()) {
                    case 400, 404, 405, 426 -> true;
                    default -> head.status() / 100 == 2;
                };
        return webSocket && refused
                ? Fault.of(ApplicationFault.UPGRADE_REFUSED, Side.UPSTREAM, Stage.RESPONSE)
                        .with("status", Integer.toString(head.status()))
                : null;
    }

    /** The endpoint sends no more of its answer, or takes no more of the request. */
    static Fault stalled(
            Timer fired,
            String endpoint,
            Witness witness,
            boolean answerBegan,
            long received,
            int waiting) {
        Fault fault =
                answerBegan
                        ? Fault.of(TransportFault.READ_STALLED, Side.UPSTREAM, Stage.RESPONSE)
                                .with("received", Long.toString(received))
                        : Fault.of(TransportFault.WRITE_STALLED, Side.UPSTREAM, Stage.REQUEST)
                                .with("waiting", Integer.toString(waiting));
        Fault stall = witness.stalled(fault.with("endpoint", endpoint).with("timer", fired.text()));
        boolean keptBack = !answerBegan && witness.silence() == Silence.DELIVERED;
        // All that left was acknowledged, so the rest waits for a window of HTTP/2.
        return keptBack
                ? stall.with(
                        "suspected", "its HTTP/2 window is closed: the application does not read")
                : stall;
    }

    /** @param waitedFor what the client has not done: then it is not the endpoint's fault; else null */
    static Fault timedOut(
            Timer fired, String endpoint, Witness witness, @Nullable String waitedFor) {
        Side side = waitedFor == null ? Side.UPSTREAM : Side.CLIENT;
        Fault fault =
                Fault.of(ApplicationFault.RESPONSE_TIMEOUT, side, Stage.RESPONSE)
                        .with("endpoint", endpoint)
                        .with("timer", fired.text());
        return waitedFor == null
                ? witness.noAnswer(fault)
                : witness.testify(fault.with("waitedFor", waitedFor));
    }
}
