package io.faultline.l7.exchange;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.route.gate.RouteGate;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of every request before anybody looks for its route, and how many hops it may still go.
 * On the worker's loop only.
 */
final class Admission {

    private static final byte[] MAX_FORWARDS = Ascii.bytes("Max-Forwards");
    private static final byte[] MAX_FORWARDS_LOWER = Ascii.bytes("max-forwards");
    private static final int MOST_DIGITS = 9;

    private final HttpService service;
    private final byte[] pseudonym;

    Admission(HttpService service) {
        this.service = service;
        this.pseudonym = service.pseudonym();
    }

    /** Why it is not looked at any further, or null. */
    @Nullable Fault refusal(ClientStream client, long now) {
        Fault refusal = refusal(client.request());
        return refusal == null ? refusal(service.routes().gate(), client, now) : refusal;
    }

    /** Why it may not be made, or null. */
    static @Nullable Fault refusal(RouteGate gate, ClientStream client, long now) {
        return gate.refusal(client.request(), client.connection().client(), now);
    }

    @Nullable Fault refusal(RequestHead request) {
        if (request.method() == Method.CONNECT) {
            return broken("CONNECT is for forward proxies");
        }
        Fields fields = request.fields();
        if (fields.has(KnownField.VIA) && cameThroughUs(fields)) {
            return Fault.of(ApplicationFault.LOOP, Side.PROXY, Stage.REQUEST)
                    .with("via", String.valueOf(fields.value(KnownField.VIA)));
        }
        return service.normalise(request);
    }

    private boolean cameThroughUs(Fields fields) {
        for (int i = fields.first(KnownField.VIA); i >= 0; i = fields.next(KnownField.VIA, i + 1)) {
            int last = fields.valueEnd(i) - pseudonym.length;
            for (int at = fields.valueStart(i); at <= last; at++) {
                if (Ascii.equals(fields.bytes(), at, at + pseudonym.length, pseudonym)) {
                    return true;
                }
            }
        }
        return false;
    }

    // ---- RFC 9110 7.6.2: Max-Forwards

    /**
     * Whether it ends here: of TRACE and OPTIONS the sender may have limited how far they go. If it goes
     * on, this hop is taken off.
     */
    static boolean isLastHop(RequestHead request) {
        if (!isCounted(request.method())) {
            return false;
        }
        Fields fields = request.fields();
        int field = fields.next(MAX_FORWARDS_LOWER, 0);
        if (field < 0) {
            return false;
        }
        int left = number(fields, field);
        if (left == 0) {
            return true;
        }
        if (left > 0) { // what is no number means nothing, and is not ours to mend
            fields.dropAll(MAX_FORWARDS_LOWER);
            fields.add(MAX_FORWARDS, Ascii.bytes(Integer.toString(left - 1)));
        }
        return false;
    }

    private static boolean isCounted(Method method) {
        return method == Method.OPTIONS || method == Method.TRACE;
    }

    /** Or -1. More digits than a path has hops are cut to what we count with. */
    private static int number(Fields fields, int field) {
        int from = fields.valueStart(field);
        int to = fields.valueEnd(field);
        if (from == to) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = fields.bytes()[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            if (i - from < MOST_DIGITS) {
                number = number * 10 + digit;
            }
        }
        return number;
    }

    static Fault broken(String rule) {
        return Fault.of(ApplicationFault.BAD_REQUEST, Side.CLIENT, Stage.REQUEST)
                .with("rule", rule);
    }
}
