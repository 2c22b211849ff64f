package io.faultline.core.upstream;

import io.faultline.core.config.HealthConfig;
import io.faultline.core.config.HealthConfig.InitialState;
import org.jspecify.annotations.Nullable;

/**
 * What the control thread knows of one endpoint: the separate causes that may keep it out, and the
 * one state that follows from them. Control thread only.
 */
final class Standing {

    final Endpoint endpoint;
    HealthVerdict verdict = HealthVerdict.UNCHECKED;
    boolean member = true;
    EndpointState state = EndpointState.UP;

    Standing(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** The order is the point: what the operator wants comes before what anybody measured. */
    EndpointState derive(@Nullable HealthConfig health) {
        HealthVerdict counted = health == null ? HealthVerdict.UP : verdict;
        if (!member) {
            return EndpointState.REMOVED;
        }
        if (endpoint.drained()) {
            return EndpointState.DRAINING;
        }
        if (counted == HealthVerdict.DOWN) {
            return EndpointState.DOWN;
        }
        if (health != null && counted == HealthVerdict.UNCHECKED) {
            return health.initially() == InitialState.UP
                    ? EndpointState.UNCHECKED
                    : EndpointState.AWAITING;
        }
        return EndpointState.UP;
    }

    EndpointSet.Entry entry() {
        int share = state.takesNew() ? endpoint.weight() * EndpointSet.FULL_SHARE : 0;
        return new EndpointSet.Entry(endpoint, state, endpoint.backup(), share);
    }
}
