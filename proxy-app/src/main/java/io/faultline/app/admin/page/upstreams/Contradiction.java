package io.faultline.app.admin.page.upstreams;

import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.EndpointSet;
import io.faultline.core.upstream.FaultSeen;
import io.faultline.core.upstream.HealthVerdict;
import org.jspecify.annotations.Nullable;

/**
 * Checks and traffic look at the same endpoint from two places. Where they disagree, the place itself
 * is the clue: so it is said as what it is, with the layer, and neither side is believed.
 */
final class Contradiction {

    private Contradiction() {}

    /** One sentence, or null while both say the same or one of them says nothing. */
    static @Nullable String in(EndpointSet.Entry entry) {
        Endpoint endpoint = entry.endpoint();
        boolean lastConnectWorked = endpoint.faultsInARow() == 0 && endpoint.connects() > 0;
        if (entry.verdict() == HealthVerdict.UP && endpoint.faultsInARow() > 0) {
            return "checks pass, but traffic fails" + on(endpoint.lastConnectFault());
        }
        if (entry.verdict() == HealthVerdict.DOWN && lastConnectWorked) {
            return "checks fail" + on(endpoint.lastCheckFault()) + ", but the last connect worked";
        }
        return null;
    }

    private static String on(@Nullable FaultSeen seen) {
        return seen == null
                ? ""
                : " on " + seen.fault().code().layer() + " (" + seen.fault().code().id() + ")";
    }
}
