package io.faultline.l7.route;

import io.faultline.l7.route.action.Action;
import io.faultline.l7.route.action.HeaderEdits;
import io.faultline.l7.route.gate.RouteGate;

/**
 * One route, compiled. Shared by all workers, never changed.
 *
 * @param label its name, or where it is written; for logs and metrics
 * @param origin where it is written: {@code edge.yaml:12}
 * @param gate who may make its requests
 * @param requestEdits fields of the request, on the way to the upstream
 * @param responseEdits fields of every response of this route, our own included
 */
public record Route(
        String label,
        String origin,
        Action action,
        RouteGate gate,
        HeaderEdits requestEdits,
        HeaderEdits responseEdits) {}
