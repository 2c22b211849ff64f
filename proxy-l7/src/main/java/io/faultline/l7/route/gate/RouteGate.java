package io.faultline.l7.route.gate;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.gate.Firewall;
import io.faultline.core.gate.Verdict;
import io.faultline.l7.message.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * Who may make a request of a route, and how often: asked after the route has taken it, so that a request
 * that may not be made is answered as such and does not go on to the next route.
 */
public record RouteGate(Firewall firewall, @Nullable RateLimit limit) {

    /** Lets everybody in, as often as they like. */
    public static final RouteGate OPEN = new RouteGate(Firewall.OPEN, null);

    /** Why the request may not be made, or null. */
    public @Nullable Fault refusal(RequestHead request, PeerAddress client, long now) {
        if (this == OPEN) {
            return null;
        }
        Fault forbidden = forbidden(client);
        if (forbidden != null || limit == null) {
            return forbidden;
        }
        return limit.refusal(request, client, now);
    }

    /** Why nobody at this address may make any request, or null. */
    public @Nullable Fault forbidden(PeerAddress client) {
        return firewall.judge(client) instanceof Verdict.Refusal refusal
                ? new Fault(
                        ApplicationFault.FORBIDDEN,
                        Side.CLIENT,
                        Stage.REQUEST,
                        refusal.fault().evidence().and("client", client.addressText()))
                : null;
    }
}
