package io.faultline.core.fault.host;

/** What the kernel knows of an address on our own wire. */
public enum Neighbor {
    RESOLVED, // somebody answered ARP, or ND in IPv6
    INCOMPLETE, // asked for, and nobody answered (yet)
    ABSENT, // never asked for
    UNKNOWN; // the system does not tell: not Linux, or a huge table

    /** The value as it stands in evidence. */
    public String label() {
        return switch (this) {
            case RESOLVED -> "resolved";
            case INCOMPLETE -> "incomplete";
            case ABSENT -> "absent";
            case UNKNOWN -> "unknown";
        };
    }
}
