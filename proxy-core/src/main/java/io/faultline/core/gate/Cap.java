package io.faultline.core.gate;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Evidence;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.SessionFault;

/**
 * How many connections may be open at once, and who said so.
 *
 * @param name what an operator looks for: {@code limits.maxConnections}
 * @param limit 0 means no cap
 * @param origin the {@code file:line} that set it, or how it was derived
 */
public record Cap(String name, int limit, String origin) {

    private static final int UNLIMITED = Integer.MAX_VALUE;

    /** The limit as a number to compare with. */
    int ceiling() {
        return limit == 0 ? UNLIMITED : limit;
    }

    /** A cap of ours is nobody's mistake but our own; only a cap on one client is about the client. */
    Verdict refusal() {
        return refuse(Side.PROXY, evidence());
    }

    Verdict refusal(String client) {
        return refuse(Side.CLIENT, evidence().and("client", client));
    }

    private Evidence evidence() {
        return Evidence.of("cap", name, "limit", Integer.toString(limit), "at", origin);
    }

    private static Verdict refuse(Side side, Evidence evidence) {
        return new Verdict.Refusal(
                new Fault(SessionFault.CONNECTION_LIMIT, side, Stage.GATE, evidence));
    }
}
