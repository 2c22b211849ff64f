package io.faultline.core.observe.access;

/** Where something came from that takes time to make: its time means nothing without it. */
public enum Provenance {
    NONE, // there is none
    NEW, // made for this session
    RESUMED, // the same, with a TLS session of an earlier one: no certificate was checked again
    REUSED, // taken from a pool
    CACHED; // an answer that was there already

    /** Of a connection without what is spoken on it: TCP is never resumed. */
    public Provenance belowTls() {
        return this == RESUMED ? NEW : this;
    }

    /** The value as it stands in logs. */
    public String label() {
        return switch (this) {
            case NONE -> "none";
            case NEW -> "new";
            case RESUMED -> "resumed";
            case REUSED -> "reused";
            case CACHED -> "cached";
        };
    }
}
