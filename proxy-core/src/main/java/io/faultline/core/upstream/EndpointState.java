package io.faultline.core.upstream;

/**
 * What an endpoint may take, as one word. It is derived, never set: from what the operator wrote
 * (drain, weight 0, orders), from what active checks say, and from what traffic itself says (ejection), in
 * this order. An endpoint that two of them keep out comes back when both are over.
 */
public enum EndpointState {
    UP(true), // takes its full share
    WARMING(true), // came back a moment ago: its share grows step by step (slow start)
    UNCHECKED(true), // its first check has not ended; trusted until then (health.initially: up)
    AWAITING(false), // its first check has not ended; not trusted before (health.initially: down)
    DOWN(false), // active checks say so
    EJECTED(false), // its connects failed in a row: left alone until the ejection is over
    DRAINING(false), // the operator wants nothing new on it; sessions finish, sticky clients stay
    FORCED_DOWN(false), // the operator wants nobody on it at all; what runs may finish
    REMOVED(false); // config or discovery no longer names it; sessions finish

    private final boolean takesNew;

    EndpointState(boolean takesNew) {
        this.takesNew = takesNew;
    }

    /** Whether a new connection may go there, if its turn comes. */
    public boolean takesNew() {
        return takesNew;
    }

    /** Nothing is wrong with it: somebody wanted it so. */
    public boolean isByOperator() {
        return this == DRAINING || this == FORCED_DOWN;
    }
}
