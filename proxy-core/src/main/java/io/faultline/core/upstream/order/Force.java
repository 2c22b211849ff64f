package io.faultline.core.upstream.order;

import java.util.Locale;

/** The state an operator holds an endpoint in, whatever checks, traffic and the configuration say. */
public enum Force {
    UP, // takes its share although checks fail; it is not ejected either
    DRAIN, // takes nobody new; who is bound to it by a cookie stays until they leave
    DOWN; // takes nobody at all; what runs on it may finish

    /** As it stands in JSON: part of its interface. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
