package io.faultline.core;

/** Whose it is. Only {@link #UPSTREAM} faults may ever count against an endpoint. */
public enum Side {
    CLIENT,
    PROXY, // our own host: no ports, no descriptors, a full table, a bug
    UPSTREAM;

    /** The value as it stands in logs and labels. */
    public String label() {
        return switch (this) {
            case CLIENT -> "client";
            case PROXY -> "proxy";
            case UPSTREAM -> "upstream";
        };
    }
}
