package io.faultline.core.upstream.order;

import java.util.List;

/**
 * What came of an order.
 *
 * @param endpoints whom it reached, by name; none where nobody of that address is known
 * @param takingNew how many endpoints of the upstream take something new now, backups included
 * @param warnings what the operator should know of it, in sentences
 */
public record OrderOutcome(List<String> endpoints, int takingNew, List<String> warnings) {

    public OrderOutcome {
        endpoints = List.copyOf(endpoints);
        warnings = List.copyOf(warnings);
    }
}
