package io.faultline.core.observe.access;

/** Where the upstream connection of a session came from: a connect time means nothing without it. */
public enum Provenance {
    NONE, // no connection was made
    NEW, // made for this session
    RESUMED, // the same, with a TLS session of an earlier one: no certificate was checked again
    REUSED; // taken from a pool

    /** The value as it stands in logs. */
    public String label() {
        return switch (this) {
            case NONE -> "none";
            case NEW -> "new";
            case RESUMED -> "resumed";
            case REUSED -> "reused";
        };
    }
}
