package io.faultline.l7.route.gate;

import io.faultline.core.config.source.Origins;
import io.faultline.core.gate.Firewall;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.config.route.RouteConfig;

/**
 * Makes of a checked configuration who may make requests of one listener.
 *
 * @param generation of the configuration
 * @param now by the clock that requests will be measured with
 */
public record GateCompiler(
        RateLimits limits, String listener, Origins origins, long generation, long now) {

    /** For who only looks at a configuration: nothing is shared with the ones that serve. */
    public static GateCompiler alone(Origins origins) {
        return new GateCompiler(new RateLimits(), "", origins, 0, 0);
    }

    /** The gate in front of all routes. */
    public RouteGate ofListener(HttpConfig config) {
        return config.rateLimit() == null
                ? RouteGate.OPEN
                : new RouteGate(
                        Firewall.OPEN,
                        limits.of(config.rateLimit(), listener, "", origins, generation, now));
    }

    /** The gate of a route. */
    public RouteGate of(RouteConfig route) {
        if (route.firewall() == null && route.rateLimit() == null) {
            return RouteGate.OPEN;
        }
        String name = route.name();
        Object requests = name == null ? route.match() : name;
        return new RouteGate(
                route.firewall() == null ? Firewall.OPEN : Firewall.of(route.firewall(), origins),
                limits.of(route.rateLimit(), listener, requests, origins, generation, now));
    }
}
